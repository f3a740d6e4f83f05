using System.Text.Encodings.Web;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Trainer.Predict;

/// <summary>Forecasts with changed drivers beside the base: <c>item_name,date,mean,base_mean,difference,quantile_0.1,quantile_0.5,quantile_0.9,closed</c>.</summary>
internal static class WhatIfTable
{
    private static readonly double[] Levels = [0.1, 0.5, 0.9];

    /// <summary>Writes the table as CSV, item after item.</summary>
    public static void WriteCsv(Stream stream, ForecastSet changed, ForecastSet known, IReadOnlyList<int> selected)
    {
        using var writer = CsvOutput.To(stream);
        foreach (var column in (string[])["item_name", "date", "mean", "base_mean", "difference", "quantile_0.1", "quantile_0.5", "quantile_0.9", "closed"])
        {
            writer.WriteField(column);
        }

        writer.EndRecord();
        foreach (var series in selected)
        {
            var (forecast, before) = (changed.Series[series], known.Series[series]);
            for (var step = 0; step < changed.Horizon; step++)
            {
                writer.WriteField(forecast.Item);
                writer.WriteField(changed.Days[step].Date, "yyyy-MM-dd");
                writer.WriteField(ReportedNumber.Of(forecast.Mean(step)));
                writer.WriteField(ReportedNumber.Of(before.Mean(step)));
                writer.WriteField(ReportedNumber.Of(forecast.Mean(step) - before.Mean(step)));
                foreach (var level in Levels)
                {
                    writer.WriteField(ReportedNumber.Of(forecast.Quantile(step, level)));
                }

                writer.WriteField(changed.DayOf(series, step).Closed ? "true" : "false");
                writer.EndRecord();
            }
        }
    }

    /// <summary>Writes the same as JSON.</summary>
    public static void WriteJson(Stream stream, ForecastSet changed, ForecastSet known, IReadOnlyList<int> selected)
    {
        using var json = new Utf8JsonWriter(
            stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteNumber("forecast_horizon", changed.Horizon);
        json.WriteStartArray("items");
        foreach (var series in selected)
        {
            var (forecast, before) = (changed.Series[series], known.Series[series]);
            json.WriteStartObject();
            json.WriteString("item", forecast.Item);
            json.WriteStartArray("predictions");
            for (var step = 0; step < changed.Horizon; step++)
            {
                json.WriteStartObject();
                json.WriteString("date", changed.Days[step].Date.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteNumber("mean", ReportedNumber.Of(forecast.Mean(step)));
                json.WriteNumber("base_mean", ReportedNumber.Of(before.Mean(step)));
                json.WriteNumber("difference", ReportedNumber.Of(forecast.Mean(step) - before.Mean(step)));
                json.WriteStartObject("quantiles");
                foreach (var level in Levels)
                {
                    json.WriteNumber(level.ToString(System.Globalization.CultureInfo.InvariantCulture), ReportedNumber.Of(forecast.Quantile(step, level)));
                }

                json.WriteEndObject();
                json.WriteBoolean("closed", changed.DayOf(series, step).Closed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
