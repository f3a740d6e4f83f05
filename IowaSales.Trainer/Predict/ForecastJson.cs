using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Trainer.Predict;

/// <summary>Forecasts as JSON, an object per item with its days, as the HTTP API names things.</summary>
internal static class ForecastJson
{
    private const int ChanceDecimals = 4;

    /// <summary>Writes the document.</summary>
    public static void Write(Stream stream, ForecastSet forecasts, IReadOnlyList<SeriesForecast> selected)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions
        {
            Indented = true,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });
        json.WriteStartObject();
        json.WriteNumber("forecast_horizon", forecasts.Horizon);
        json.WriteStartArray("items");
        foreach (var series in selected)
        {
            json.WriteStartObject();
            json.WriteString("item", series.Item);
            json.WriteBoolean("known_to_model", series.KnownToModel);
            json.WriteStartArray("predictions");
            var index = forecasts.History.IndexOf(series.Item);
            for (var step = 0; step < forecasts.Horizon; step++)
            {
                WriteDay(json, forecasts.DayOf(index, step), series, step);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteDay(Utf8JsonWriter json, ForecastDay day, SeriesForecast series, int step)
    {
        json.WriteStartObject();
        json.WriteString("date", day.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteNumber("mean", ReportedNumber.Of(series.Mean(step)));
        json.WriteStartObject("quantiles");
        foreach (var level in QuantileLevels.Reported)
        {
            json.WriteNumber(ReportedNumber.NameOf(level), ReportedNumber.Of(series.Quantile(step, level)));
        }

        json.WriteEndObject();
        json.WriteBoolean("closed", day.Closed);
        json.WriteNumber("open_probability", Math.Round(day.OpenProbability, ChanceDecimals));
        json.WriteString("holiday", day.Holiday);
        json.WriteEndObject();
    }
}
