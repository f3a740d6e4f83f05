using System.IO.Compression;
using System.Text.Json;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.Data.DuckDb;

namespace IowaSales.Trainer.Fetch;

/// <summary>Reads a file of the service's shape instead of asking it: an answer in JSON, or the same fields as CSV or Parquet.</summary>
internal static class FetchFile
{
    /// <summary>Reads, sums by day and product, and keeps what is asked for.</summary>
    /// <param name="path">The file: .json, .json.gz, .csv, .csv.gz or .parquet, daily totals or single sales.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="SalesDataException">The file cannot be used.</exception>
    public static SalesPanelBuilder Read(string path, FetchRequest request, CancellationToken cancellationToken)
    {
        var panel = IsJson(path) ? ReadJson(path, request) : ReadTable(path, request, cancellationToken);
        var builder = new SalesPanelBuilder();
        foreach (var series in Chosen(panel, request))
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                if (InRange(panel.DateOf(rows.Days[i]), request))
                {
                    builder.Add(panel.DateOf(rows.Days[i]), panel.Items[series], rows.Values[i]);
                }
            }
        }

        return builder;
    }

    private static bool IsJson(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".json.gz", StringComparison.OrdinalIgnoreCase);

    private static SalesPanel ReadJson(string path, FetchRequest request)
    {
        var name = Path.GetFileName(path);
        using var file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var content = new MemoryStream();
        try
        {
            text.CopyTo(content);
            var rows = SodaRow.ReadAll(
                content.GetBuffer().AsMemory(0, (int)content.Length), request.Fields, [SodaFields.Total, request.Fields.Amount], dated: true, name);
            var builder = new SalesPanelBuilder();
            foreach (var row in rows)
            {
                builder.Add(row.Date, row.Item, row.Amount);
            }

            return rows.Count > 0 ? builder.Build() : throw new SalesDataException($"{name} has no rows.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new SalesDataException($"{name} is not whole: {exception.Message}", inner: exception);
        }
    }

    private static SalesPanel ReadTable(string path, FetchRequest request, CancellationToken cancellationToken)
    {
        var columns = new SalesColumns { Date = request.Fields.Date, Key = [request.Fields.Item], Value = request.Fields.Amount };
        return ParquetFile.Is(path)
            ? new ParquetSalesReader(columns, SalesFormat.Recognised, SalesRules.At(TimeProvider.System)).Read(path, cancellationToken).Panel
            : new SalesCsvReader(columns).Read(path, cancellationToken).Panel;
    }

    private static IEnumerable<int> Chosen(SalesPanel panel, FetchRequest request)
    {
        var all = Enumerable.Range(0, panel.SeriesCount);
        if (request.Top is { } top)
        {
            return all.OrderByDescending(series => TotalOf(panel, series, request)).ThenBy(series => panel.Items[series], StringComparer.Ordinal).Take(top);
        }

        var names = request.Items.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.Count == 0 ? all : all.Where(series => names.Contains(panel.Items[series]));
    }

    private static double TotalOf(SalesPanel panel, int series, FetchRequest request)
    {
        var rows = panel.Rows(series);
        var total = 0.0;
        for (var i = 0; i < rows.Count; i++)
        {
            total += InRange(panel.DateOf(rows.Days[i]), request) ? rows.Values[i] : 0;
        }

        return total;
    }

    private static bool InRange(DateOnly date, FetchRequest request) =>
        (request.From is null || date >= request.From) && (request.Through is null || date <= request.Through);
}
