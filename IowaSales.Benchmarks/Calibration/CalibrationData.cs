using System.Text.Json;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using Parquet;

namespace IowaSales.Benchmarks.Calibration;

/// <summary>A data set whose intervals are measured.</summary>
/// <param name="Name">What it is called in the report.</param>
/// <param name="Panel">The sales.</param>
/// <param name="Scored">Which days count.</param>
internal sealed record CalibrationData(string Name, SalesPanel Panel, ScoredDays Scored)
{
    /// <summary>Reads a file of sales (CSV, CSV.gz or Parquet), or the folder of a benchmark task with its <c>sales.parquet</c> and <c>task.json</c>.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="everyItem">Keep every so many items, in alphabetical order.</param>
    public static async Task<CalibrationData> ReadAsync(string path, int everyItem)
    {
        var isTask = Directory.Exists(path);
        var file = isTask ? Path.Combine(path, "sales.parquet") : path;
        var panel = file.EndsWith(".parquet", StringComparison.Ordinal) ? await ReadParquetAsync(file) : ProtocolData.Read(file);
        return new CalibrationData(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(path)),
            everyItem > 1 ? Thinned(panel, everyItem) : panel,
            isTask && OnlyRowsAreKnown(path) ? ScoredDays.Reported : ScoredDays.Trading);
    }

    /// <summary>Whether a task says that a day without a row tells nothing.</summary>
    private static bool OnlyRowsAreKnown(string folder)
    {
        using var task = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "task.json")));
        return !task.RootElement.GetProperty("missing_means").GetString()!.StartsWith("zero", StringComparison.Ordinal);
    }

    private static SalesPanel Thinned(SalesPanel panel, int everyItem)
    {
        var builder = new SalesPanelBuilder();
        foreach (var (index, item) in panel.Items.Order(StringComparer.Ordinal).Index())
        {
            if (index % everyItem == 0)
            {
                var rows = panel.Rows(panel.IndexOf(item));
                for (var row = 0; row < rows.Count; row++)
                {
                    builder.Add(panel.DateOf(rows.Days[row]), item, rows.Values[row]);
                }
            }
        }

        return builder.Build();
    }

    private static async Task<SalesPanel> ReadParquetAsync(string path)
    {
        await using var reader = await ParquetReader.CreateAsync(path);
        var fields = reader.Schema.GetDataFields().ToDictionary(field => field.Name, StringComparer.Ordinal);
        var builder = new SalesPanelBuilder();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var rows = reader.OpenRowGroupReader(group);
            var count = checked((int)rows.RowCount);
            var dates = new DateTime?[count];
            var sold = new double?[count];
            var items = new string?[count];
            await rows.ReadAsync<DateTime>(fields["date"], dates);
            await rows.ReadAsync<double>(fields["total_amount_sold"], sold);
            await rows.ReadAsync(fields["item_name"], items.AsMemory()!);
            for (var row = 0; row < count; row++)
            {
                if (dates[row] is { } date && sold[row] is { } amount && items[row] is { } item)
                {
                    builder.Add(DateOnly.FromDateTime(date), item, amount);
                }
            }
        }

        return builder.Build();
    }
}
