using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Simulation;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data;

namespace IowaSales.Trainer.Simulate;

/// <summary>Makes a sample data set with the shape of the real one.</summary>
internal sealed class SimulateVerb : Verb
{
    private static readonly SimulationOptions Defaults = new();

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "CSV file to write, or with --series Parquet.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "data/iowa_sales.csv",
    };

    private readonly Option<DateOnly> _from = DateOption.Create("--from", "First day.", Defaults.From);
    private readonly Option<DateOnly> _through = DateOption.Create("--through", "Last day.", Defaults.Through);
    private readonly Option<int> _seed = NumberOption.Create(
        "--seed",
        "N",
        "The same seed makes the same file, byte for byte, on every machine.",
        Defaults.Seed,
        int.MinValue,
        int.MaxValue);

    private readonly Option<int?> _series = NumberOption.CreateOptional(
        "--series", "N", "Series of stores and items, most of which sell rarely, instead of the five products.", min: 1, int.MaxValue);

    public SimulateVerb()
        : base(
            "simulate",
            "Makes a sample of daily sales with the shape of the real ones: working days, holidays, season, promotions.",
            ("", "the sample that the repository brings"),
            ("--seed 7 --from 2021-01-01 --through 2023-12-31 --output data/sample.csv", "three years of other sales"),
            ("--series 600000 --output data/stores.parquet", "a large panel; train with --key store,item_number"))
    {
        Add(_output);
        Add(_from);
        Add(_through);
        Add(_seed);
        Add(_series);
    }

    /// <inheritdoc />
    public override Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        var series = run.Arguments.GetValue(_series);
        OutputName.Require("--output", run.Get(_output), series is null ? ".csv" : ".parquet");
        var options = new SimulationOptions { From = run.Get(_from), Through = run.Get(_through), Seed = run.Get(_seed) };
        if (options.Through < options.From)
        {
            throw VerbException.Usage($"--through {options.Through:yyyy-MM-dd} is before --from {options.From:yyyy-MM-dd}; give a later day.");
        }

        var rules = SalesRules.At(run.Time);
        if (!rules.Admits(options.From) || !rules.Admits(options.Through))
        {
            var (option, date) = rules.Admits(options.From) ? ("--through", options.Through) : ("--from", options.From);
            throw VerbException.Usage($"{option} {date:yyyy-MM-dd} {rules.Refuse(date)}; give another day.");
        }

        var path = run.PathOf(_output);
        var (rows, count, from, through) = series is { } many
            ? StorePanelFile.Write(path, options, many, cancellationToken)
            : WriteProducts(path, options, cancellationToken);
        var what = series is null ? "products" : "series of stores and items";
        var source = new SalesSource
        {
            Description = $"simulated sales of {count} {what}, {from:yyyy-MM-dd} .. {through:yyyy-MM-dd}, seed {options.Seed}",
            Simulated = true,
        };
        source.WriteBeside(path);
        var summary = new SimulateSummary(run.Shown(path), rows, count, from, through, options.Seed);
        if (run.Json)
        {
            run.WriteJson(summary, SimulateJson.Default.SimulateSummary);
        }
        else
        {
            run.Say($"Wrote {summary.Rows} rows of {summary.Items} {what}, {summary.From:yyyy-MM-dd} .. {summary.Through:yyyy-MM-dd}, to {summary.File} (simulated, seed {summary.Seed}).");
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static (long Rows, int Series, DateOnly From, DateOnly Through) WriteProducts(string path, SimulationOptions options, CancellationToken cancellationToken)
    {
        var panel = SalesSimulator.Simulate(options);
        CompleteFile.Write(path, stream => SalesCsvWriter.Write(panel, stream, cancellationToken));
        return (panel.RowCount, panel.SeriesCount, panel.FirstDate, panel.LastDate);
    }
}
