using System.Globalization;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Evaluate;

/// <summary>Every scored forecast as a long table: <c>model,item_name,origin,date,step,actual,mean,quantile_0.1,...,quantile_0.9</c>.</summary>
internal static class ScoredForecastsCsv
{
    private const string NumberFormat = "0.####";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>Writes the table.</summary>
    public static void Write(Stream stream, EvaluationReport report)
    {
        using var writer = CsvOutput.To(stream);
        foreach (var column in (string[])["model", "item_name", "origin", "date", "step", "actual", "mean"])
        {
            writer.WriteField(column);
        }

        foreach (var level in QuantileLevels.Reported)
        {
            writer.WriteField(string.Create(CultureInfo.InvariantCulture, $"quantile_{level}"));
        }

        writer.EndRecord();
        var panel = report.Plan.Panel;
        for (var model = 0; model < report.Runs.Count; model++)
        {
            var forecasts = report.Runs[model];
            var name = report.Plan.Contenders[model].Name;
            forecasts.ForEachCell(LeaderboardEntry.Ensemble, (int window, int series, int step, in ScoredCell cell) =>
            {
                writer.WriteField(name);
                writer.WriteField(panel.Items[series]);
                writer.WriteField(panel.DateOf(forecasts.Origins[window]), DateFormat);
                writer.WriteField(panel.DateOf(forecasts.Origins[window] + step), DateFormat);
                writer.WriteField(step + 1);
                writer.WriteField(cell.Actual, NumberFormat);
                writer.WriteField(cell.Mean, NumberFormat);
                foreach (var quantile in cell.Quantiles)
                {
                    writer.WriteField(quantile, NumberFormat);
                }

                writer.EndRecord();
            });
        }
    }
}
