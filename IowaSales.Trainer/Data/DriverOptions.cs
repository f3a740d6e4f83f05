using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Data.Quality;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Data;

/// <summary>The options that bring drivers of sales and attributes of items in, beside the columns of the sales that hold drivers.</summary>
internal sealed class DriverOptions
{
    private readonly Option<string[]> _drivers = new("--drivers")
    {
        Description = "Drivers by day, past and ahead: CSV, CSV.gz or Parquet (date,item_name,price,...; without item_name for all items).",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _attributes = new("--attributes")
    {
        Description = "What is always so of an item: CSV, CSV.gz or Parquet, one row an item (item_name,category,...).",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string[]> _fill = new("--fill")
    {
        Description = "What a day without a value of a driver has: last (for every driver), COLUMN=last, or COLUMN=VALUE.",
        HelpName = "FILL",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_drivers);
        verb.Add(_attributes);
        verb.Add(_fill);
    }

    /// <summary>Whether any drivers or attributes are named.</summary>
    public bool Given(VerbRun run) => run.Get(_drivers).Length + run.Get(_attributes).Length + run.Get(_fill).Length > 0;

    /// <summary>What is stated beside what is known already.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sales">How the sales are headed and written.</param>
    /// <param name="known">What is known already.</param>
    /// <param name="model">The sales of a model that cannot use more than it knows already: other drivers, attributes and items are left out, and that said. Null where all counts.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">A file cannot be used.</exception>
    public DriverSet Read(VerbRun run, (SalesColumns Columns, SalesFormat Format) sales, DriverSet known, SalesPanel? model, CancellationToken cancellationToken)
    {
        var set = known;
        foreach (var (path, isDrivers) in run.Get(_drivers).Select(path => (path, true)).Concat(run.Get(_attributes).Select(path => (path, false))))
        {
            var file = Read(run, sales, run.Surroundings.PathOf(path), isDrivers, set, cancellationToken);
            var names = file.Set.Drivers.Select(driver => driver.Name).Concat(file.Set.Attributes.Select(attribute => attribute.Name));
            run.Say($"Read {path}: {Counted.Of(file.Rows, "row")} of {(isDrivers ? "drivers" : "attributes")} {string.Join(", ", names)}.");
            foreach (var remark in file.Remarks)
            {
                run.Say(remark);
            }

            if (model is not null)
            {
                SayItemsWithoutSales(run, file.Set, model);
            }

            set = set.Updated(model is not null ? OnlyKnown(run, file.Set, known) : file.Set, Path.GetFileName(path));
        }

        return DriverFills.Parse(run.Get(_fill), out var fills) is { } fault
            ? throw VerbException.Usage($"--fill: {fault}")
            : fills.ApplyTo(set);
    }

    /// <summary>Sales with what is stated beside them, and what a person should know of it said.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sales">How the sales are headed and written.</param>
    /// <param name="panel">The sales, with the drivers of their own columns.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">A file cannot be used.</exception>
    public SalesPanel Beside(VerbRun run, (SalesColumns Columns, SalesFormat Format) sales, SalesPanel panel, CancellationToken cancellationToken)
    {
        var beside = panel.With(Read(run, sales, panel.Drivers, model: null, cancellationToken));
        if (!run.Quiet && !beside.Drivers.IsEmpty)
        {
            foreach (var remark in DriverScan.Of(beside).Remarks(beside.LastDate))
            {
                run.Say(remark);
            }
        }

        return beside;
    }

    /// <summary>Says which items have drivers or attributes and no sales: a misspelled name would else go unnoticed.</summary>
    private static void SayItemsWithoutSales(VerbRun run, DriverSet set, SalesPanel panel)
    {
        string[] Without(IEnumerable<string> items) =>
            [.. items.Where(item => panel.IndexOf(item) < 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var report = new DriverQualityReport(
            [],
            [],
            Without(Enumerable.Range(0, set.Drivers.Count).SelectMany(set.ItemsOf)),
            Without(set.Attributes.SelectMany(attribute => attribute.Items)));
        foreach (var remark in report.Remarks(panel.LastDate))
        {
            run.Say(remark);
        }
    }

    /// <summary>A set without what a model does not know, and that said.</summary>
    public static DriverSet OnlyKnown(VerbRun run, DriverSet set, DriverSet known)
    {
        var own = set.OnlyThoseOf(known, out var unknown);
        if (unknown.Count > 0)
        {
            run.Say($"The model was trained without {string.Join(", ", unknown.Select(name => $"'{name}'"))}, so that changes no forecast.");
        }

        return own;
    }

    private static DriverFile Read(VerbRun run, (SalesColumns Columns, SalesFormat Format) sales, string path, bool isDrivers, DriverSet known, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw VerbException.Input($"There is no file {run.Shown(path)}; name another with {(isDrivers ? "--drivers" : "--attributes")}.");
        }

        var (columns, format, rules) = (sales.Columns, sales.Format, SalesRules.OfDrivers(run.Time));
        if (ParquetFile.Is(path))
        {
            var parquet = new ParquetDriverReader(columns, format, rules);
            return isDrivers ? parquet.ReadDrivers(path, known, cancellationToken) : parquet.ReadAttributes(path, known, cancellationToken);
        }

        var reader = new DriverCsvReader(columns, format, rules);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        var name = Path.GetFileName(path);
        return isDrivers ? reader.ReadDrivers(stream, name, known, cancellationToken) : reader.ReadAttributes(stream, name, known, cancellationToken);
    }
}
