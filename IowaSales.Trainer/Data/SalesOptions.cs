using System.CommandLine;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
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

    /// <param name="defaultPath">The data when none is named; null when naming it is optional.</param>
    public SalesOptions(string? defaultPath = "data/iowa_sales.csv")
    {
        _data = new Option<string>("--data", "-d")
        {
            Description = "Daily sales: CSV, CSV.gz or Parquet.",
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
        _format.AddTo(verb);
    }

    /// <summary>Whether data were named, or have a default.</summary>
    public bool Given(VerbRun run) => run.Arguments.GetValue(_data) is not null;

    /// <summary>Path of the data, as messages show it.</summary>
    public string ShownPath(VerbRun run) => run.Shown(run.PathOf(_data));

    /// <summary>Reads the sales.</summary>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile Read(VerbRun run, CancellationToken cancellationToken) => Read(run, run.PathOf(_data), cancellationToken);

    /// <summary>Reads sales from another file, by the same columns.</summary>
    /// <exception cref="SalesDataException">They cannot be used.</exception>
    public SalesFile Read(VerbRun run, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw VerbException.Input(
                $"There is no file {run.Shown(path)}; name another with --data, or make a sample: {CommandName.Current} simulate --output {run.Shown(path)}");
        }

        var columns = new SalesColumns
        {
            Date = run.Get(_date),
            Key = [.. run.Get(_key).SelectMany(part => part.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Value = run.Get(_value),
        };
        var rules = SalesRules.At(run.Time);
        return ParquetFile.Is(path)
            ? new ParquetSalesReader(columns, _format.Of(run), rules).Read(path, cancellationToken)
            : new SalesCsvReader(columns, _format.Of(run), rules).Read(path, cancellationToken);
    }
}
