using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Aggregate;

/// <summary>Turns invoice lines into daily sales.</summary>
internal sealed class AggregateVerb : Verb
{
    private readonly Option<string> _input = new("--input", "-i")
    {
        Description = "Invoice lines: CSV, CSV.gz or Parquet, or a folder of such parts, with the columns of the open-data export or of its API.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "File to write: .csv, .csv.gz or .parquet.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string?> _drivers = new("--drivers-output")
    {
        Description = "File for the price of each day and series, dollars for a bottle: .csv, .csv.gz or .parquet, to train with by --drivers.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _attributes = new("--attributes-output")
    {
        Description = "File for category and vendor of each series: .csv, .csv.gz or .parquet, to train with by --attributes.",
        HelpName = "FILE",
    };

    private readonly Option<string> _by = new("--by")
    {
        Description = "What a series is.",
        DefaultValueFactory = _ => "item",
    };

    private readonly Option<int?> _top = NumberOption.CreateOptional(
        "--top", "N", "Keep only the series with most bottles.", min: 1, int.MaxValue);

    private readonly Option<string> _itemKey = new("--item-key")
    {
        Description = "What names an item: its description, or its number, which stays the same when a description is changed.",
        DefaultValueFactory = _ => "description",
    };

    private readonly SalesFormatOptions _format = new();

    public AggregateVerb()
        : base(
            "aggregate",
            "Sums invoice lines to daily sales by item, store, or store and item; returns are netted and counted.",
            ("--input lines.csv.gz --output data/items.csv --top 500", "the 500 best-selling items"),
            ("--input lines.csv.gz --output items.csv --drivers-output prices.csv --attributes-output items_about.csv", "with prices, categories and vendors to train with"),
            ("--input lines.parquet --by store,item --output data/shops.parquet", "one series per store and item; train with --key store,item_name"))
    {
        _by.AcceptOnlyFromAmong("item", "store", "store,item");
        Add(_input);
        Add(_output);
        Add(_drivers);
        Add(_attributes);
        Add(_by);
        Add(_top);
        _itemKey.AcceptOnlyFromAmong("description", "number");
        Add(_itemKey);
        _format.AddTo(this);
    }

    /// <inheritdoc />
    public override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        OutputName.Require("--output", run.Get(_output), ".csv", ".csv.gz", ".parquet");
        var (drivers, attributes) = (run.Arguments.GetValue(_drivers), run.Arguments.GetValue(_attributes));
        OutputName.Require("--drivers-output", drivers, ".csv", ".csv.gz", ".parquet");
        OutputName.Require("--attributes-output", attributes, ".csv", ".csv.gz", ".parquet");
        if (attributes is not null && !run.Get(_by).Contains("item", StringComparison.Ordinal))
        {
            throw VerbException.Usage("--attributes-output needs items: give --by item or --by store,item.");
        }

        var input = run.PathOf(_input);
        var output = run.PathOf(_output);
        if (!File.Exists(input) && !Directory.Exists(input))
        {
            throw VerbException.Input($"There is no file or folder {run.Shown(input)}; name the invoice lines with --input.");
        }

        var by = run.Get(_by);
        var started = run.Time.GetTimestamp();
        var aggregation = new InvoiceAggregation(by.Contains("store", StringComparison.Ordinal), by.Contains("item", StringComparison.Ordinal), run.Get(_itemKey) == "number", run.Get(_top), _format.Of(run), SalesRules.At(run.Time));
        var summary = await Task.Run(() => aggregation.Run(
            input, output, drivers is null ? null : run.Surroundings.PathOf(drivers), attributes is null ? null : run.Surroundings.PathOf(attributes), cancellationToken), cancellationToken);
        summary = summary with
        {
            File = run.Shown(output),
            By = by,
            Seconds = Math.Round(run.Time.GetElapsedTime(started).TotalSeconds, 3),
        };
        new SalesSource { Description = $"invoice lines of {DataFolder.NameOf(input)}, by {by}" }.WriteBeside(output);
        if (run.Json)
        {
            run.WriteJson(summary, AggregateJson.Default.AggregateSummary);
        }
        else
        {
            Say(run, summary);
        }

        return ExitCode.Done;
    }

    private static void Say(VerbRun run, AggregateSummary summary)
    {
        run.Say($"Read {summary.Lines} invoice lines, {summary.From:yyyy-MM-dd} .. {summary.Through:yyyy-MM-dd}, {summary.Bottles} bottles net of {summary.ReturnedBottles} on {summary.Returns} returns.");
        run.Say($"Wrote {summary.Rows} daily totals of {summary.Series} series by {summary.By} to {summary.File} in {summary.Seconds:0.0} s{(summary.SeriesLeftOut > 0 ? $"; {summary.SeriesLeftOut} smaller series are left out" : "")}.");
        if (summary.RepeatedLines > 0)
        {
            run.Say($"{Counted.Of(summary.RepeatedLines, "invoice line")} {(summary.RepeatedLines == 1 ? "is" : "are")} repeated, as in overlapping downloads; each was counted once.");
        }

        if (summary.ConflictingLines > 0)
        {
            run.Say($"{Counted.Of(summary.ConflictingLines, "invoice line number")} with different contents; all of them were counted.");
        }

        if (summary.BlankLines > 0)
        {
            run.Say($"{Counted.Of(summary.BlankLines, "line")} without a description of the item {(summary.BlankLines == 1 ? "is" : "are")} left out; --item-key number names items by their number.");
        }

        if (summary.Ambiguity is { } sentence)
        {
            run.Say(sentence);
        }

        if (summary.NegativeDays > 0)
        {
            run.Say($"{summary.NegativeDays} of the totals are negative: more came back than was sold.");
        }
    }
}
