using IowaSales.Contracts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Predict;

/// <summary>Forecasts as a long table: <c>item_name,date,mean,quantile_0.1,...,quantile_0.9,closed,known_to_model</c>.</summary>
internal static class ForecastCsv
{
    /// <summary>Writes the table, item after item.</summary>
    public static void Write(Stream stream, ForecastSet forecasts, IReadOnlyList<SeriesForecast> selected)
    {
        using var writer = CsvOutput.To(stream);
        writer.WriteField("item_name");
        writer.WriteField("date");
        writer.WriteField("mean");
        foreach (var level in QuantileLevels.Reported)
        {
            writer.WriteField($"quantile_{ReportedNumber.NameOf(level)}");
        }

        writer.WriteField("closed");
        writer.WriteField("known_to_model");
        writer.EndRecord();
        foreach (var series in selected)
        {
            var index = forecasts.History.IndexOf(series.Item);
            for (var step = 0; step < forecasts.Horizon; step++)
            {
                writer.WriteField(series.Item);
                writer.WriteField(forecasts.Days[step].Date, "yyyy-MM-dd");
                writer.WriteField(ReportedNumber.Of(series.Mean(step)));
                foreach (var level in QuantileLevels.Reported)
                {
                    writer.WriteField(ReportedNumber.Of(series.Quantile(step, level)));
                }

                writer.WriteField(forecasts.DayOf(index, step).Closed ? "true" : "false");
                writer.WriteField(series.KnownToModel ? "true" : "false");
                writer.EndRecord();
            }
        }
    }
}
