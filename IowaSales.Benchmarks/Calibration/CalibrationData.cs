using IowaSales.Benchmarks.Bench;
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
    /// <summary>Reads a file of sales (CSV, CSV.gz or Parquet), or the folder of a benchmark task with its drivers and attributes.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="everyItem">Keep every so many items, in alphabetical order.</param>
    public static CalibrationData Read(string path, int everyItem)
    {
        var task = Directory.Exists(path) ? BenchTask.Read(path) : null;
        var panel = task is null ? ProtocolData.Read(path) : BenchData.Read(task);
        return new CalibrationData(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(path)),
            everyItem > 1 ? Thinned(panel, everyItem) : panel,
            task is { MissingIsZero: false } ? ScoredDays.Reported : ScoredDays.Trading);
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

        return builder.Build().With(panel.Drivers).With(panel.Missing);
    }
}
