using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Sharding;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Data;

/// <summary>The options of every verb that reads sales.</summary>
internal sealed class SalesOptions
{
    private readonly SalesFormatOptions _format = new();
    private readonly Option<string> _data;
    private readonly Option<string[]> _key = new("--key")
    {
        Description = "Columns that together name a series, for example store,item_number.",
        HelpName = "COLUMNS",
        DefaultValueFactory = _ => [.. SalesColumns.Default.Key],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _date = new("--date")
    {
        Description = "Column that holds the day.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => SalesColumns.Default.Date,
    };

    private readonly Option<string> _value = new("--value")
    {
        Description = "Column that holds the amount sold.",
        HelpName = "COLUMN",
        DefaultValueFactory = _ => SalesColumns.Default.Value,
    };

    private readonly Option<string[]>? _known;

    /// <param name="defaultPath">The data when none is named; null when naming it is optional.</param>
    /// <param name="withDrivers">Whether columns of the data may hold drivers.</param>
    public SalesOptions(string? defaultPath = "data/iowa_sales.csv", bool withDrivers = false)
    {
        _known = !withDrivers ? null : new Option<string[]>("--known")
        {
            Description = "Columns that hold drivers, known in advance: price,promo. Days ahead come by --drivers.",
            HelpName = "COLUMNS",
            DefaultValueFactory = _ => [],
            AllowMultipleArgumentsPerToken = true,
        };

        _data = new Option<string>("--data", "-d")
        {
            Description = "Daily sales: CSV, CSV.gz or Parquet, or a folder of such parts.",
            HelpName = "FILE",
        };
        if (defaultPath is not null)
        {
            _data.DefaultValueFactory = _ => defaultPath;
        }
    }

    /// <summary>The option that names the file.</summary>
    public Option<string> Data => _data;

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Verb verb)
    {
        verb.Add(_data);
        verb.Add(_key);
        verb.Add(_date);
        verb.Add(_value);
        if (_known is not null)
        {
            verb.Add(_known);
        }

        _format.AddTo(verb);
    }

    /// <summary>Whether columns of the data hold drivers.</summary>
    public bool HasDrivers(VerbRun run) => _known is not null && run.Get(_known).Length > 0;

    /// <summary>Whether data were named, or have a default.</summary>
    public bool Given(VerbRun run) => run.Arguments.GetValue(_data) is not null;

    /// <summary>Path of the data, as messages show it.</summary>
    public string ShownPath(VerbRun run) => run.Shown(run.PathOf(_data));

    /// <summary>How the sales are headed and written; files beside them are alike.</summary>
    public (SalesColumns Columns, SalesFormat Format) LayoutOf(VerbRun run) => (ColumnsOf(run), _format.Of(run));

    /// <summary>What is read, and from which files: the same as long as nothing of it has changed.</summary>
    public string IdentityOf(VerbRun run)
    {
        var path = run.PathOf(_data);
        var (columns, format) = LayoutOf(run);
        return string.Join('\n', DataFolder.FilesOf(path).Select(file => new FileInfo(file)).Select(file => FormattableString.Invariant($"{file.FullName} {file.Length} {file.LastWriteTimeUtc:O}"))
            .Append($"{columns.Date} {string.Join(',', columns.Key)} {columns.Value} {format}"));
    }

    /// <summary>Reads the sales.</summary>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile Read(VerbRun run, CancellationToken cancellationToken) => Read(run, null, cancellationToken);

    /// <summary>Reads the sales, their drivers of the types of those that are known.</summary>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile Read(VerbRun run, DriverSet? known, CancellationToken cancellationToken) => Read(run, run.PathOf(_data), known, cancellationToken);

    /// <summary>Reads sales from another file, by the same columns.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="known">Drivers that are known already; null for none.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile Read(VerbRun run, string path, DriverSet? known, CancellationToken cancellationToken) =>
        Read(run, path, known, sink: null, cancellationToken);

    /// <summary>Reads the sales, a large panel into shards: the result then has its days only.</summary>
    /// <param name="run">The run.</param>
    /// <param name="sink">Takes a large panel.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile ReadInShards(VerbRun run, ShardSink sink, CancellationToken cancellationToken)
    {
        var sales = Read(run, run.PathOf(_data), known: null, sink, cancellationToken);
        if (sink.Taken is null && sales.Panel.SeriesCount >= ShardPlan.MinSeries)
        {
            sink.Take(sales.Panel, sales.Source);
        }

        return sales;
    }

    private SalesFile Read(VerbRun run, string path, DriverSet? known, ShardSink? sink, CancellationToken cancellationToken)
    {
        var isFolder = Directory.Exists(path);
        if (isFolder && _known is not null && run.Get(_known).Length > 0)
        {
            throw VerbException.Usage("--known is not read from a folder of parts; give the drivers in a file of their own, with --drivers.");
        }

        if (!isFolder && !File.Exists(path))
        {
            throw VerbException.Input(
                $"There is no file {run.Shown(path)}; name another with --data, or make a sample: {CommandName.Current} simulate --output {run.Shown(path)}");
        }

        var (columns, format, rules, drivers) = (ColumnsOf(run), _format.Of(run), SalesRules.At(run.Time), known ?? DriverSet.Empty);
        if (isFolder && DataFolder.Open(path) is { IsCsv: true } parts)
        {
            return new SalesCsvReader(columns, format, rules, drivers).Read(parts.Parts, path, cancellationToken);
        }

        if (!isFolder && !ParquetFile.Is(path))
        {
            return new SalesCsvReader(columns, format, rules, drivers).Read(path, cancellationToken);
        }

        var file = new ParquetSalesReader(columns, format, rules).Read(path, sink, cancellationToken);
        if (columns.Known.Count == 0)
        {
            return file;
        }

        var own = new ParquetDriverReader(columns, format, rules).ReadKnown(path, drivers, cancellationToken);
        return file with { Panel = file.Panel.With(own.Set), DriverRemarks = own.Remarks };
    }

    private SalesColumns ColumnsOf(VerbRun run) => new()
    {
        Date = run.Get(_date),
        Key = Split(run.Get(_key)),
        Value = run.Get(_value),
        Known = KnownOf(run),
    };

    /// <summary>Columns that hold drivers. What is sold is not one of them: it would tell the answer.</summary>
    /// <exception cref="VerbException">A column holds something else.</exception>
    private string[] KnownOf(VerbRun run)
    {
        string[] known = _known is null ? [] : [.. Split(run.Get(_known)).Distinct(StringComparer.OrdinalIgnoreCase)];
        string[] others = [run.Get(_date), .. Split(run.Get(_key)), run.Get(_value)];
        return known.FirstOrDefault(column => others.Contains(column, StringComparer.OrdinalIgnoreCase)) is { } taken
            ? throw VerbException.Usage($"--known {taken} is the column of the day, the key or the amount sold; name columns that are known in advance.")
            : known;
    }

    private static string[] Split(IEnumerable<string> names) =>
        [.. names.SelectMany(part => part.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];
}
