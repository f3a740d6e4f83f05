using System.Text.Json;
using IowaSales.Benchmarks.Protocols;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

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
    public static CalibrationData Read(string path, int everyItem)
    {
        var isTask = Directory.Exists(path);
        var file = isTask ? Path.Combine(path, "sales.parquet") : path;
        var panel = ProtocolData.Read(file);
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
}
