using System.Globalization;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Distributions;

namespace IowaSales.Api.Forecasts;

/// <summary>Puts forecasts into the contract's words.</summary>
internal static class ItemForecasts
{
    /// <summary>The whole forecast of one item at the model's own levels.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    public static ItemForecast Of(ForecastSnapshot snapshot, int series) =>
        Of(snapshot, series, snapshot.Horizon, snapshot.Manifest.QuantileLevels);

    /// <summary>The forecast of one item.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="horizon">Days, 1 .. the snapshot's horizon.</param>
    /// <param name="levels">Probability levels in (0, 1), ascending.</param>
    public static ItemForecast Of(ForecastSnapshot snapshot, int series, int horizon, IReadOnlyList<double> levels)
    {
        var (forecast, itsDays) = snapshot.Columns.ForecastOf(series);
        var days = new DayForecast[horizon];
        for (var step = 0; step < horizon; step++)
        {
            days[step] = DayOf(itsDays[step], forecast, step, levels);
        }

        return Of(snapshot, forecast.Item, days);
    }

    /// <summary>A forecast whose days are made already.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="days">The days.</param>
    public static ItemForecast Of(ForecastSnapshot snapshot, string item, DayForecast[] days) =>
        new(item, days, days.Length, snapshot.Version, snapshot.DataThrough, snapshot.GeneratedAt, snapshot.Stale);

    /// <summary>The sum over the first days.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="horizon">Days, 1 .. the snapshot's horizon.</param>
    /// <param name="levels">Probability levels in (0, 1), ascending.</param>
    public static HorizonTotal TotalOf(ForecastSnapshot snapshot, int series, int horizon, IReadOnlyList<double> levels)
    {
        var forecast = snapshot.Forecasts.Series[series];
        return new HorizonTotal(
            forecast.Item,
            snapshot.Forecasts.Days[0].Date,
            snapshot.Forecasts.Days[horizon - 1].Date,
            ReportedNumber.Of(forecast.SumMean(horizon)),
            QuantilesOf(levels, level => forecast.SumQuantile(horizon, level)),
            snapshot.Version,
            snapshot.DataThrough,
            snapshot.GeneratedAt,
            snapshot.Stale);
    }

    /// <summary>The forecast of one day.</summary>
    /// <param name="day">The day as the item has it.</param>
    /// <param name="forecast">The item's forecast.</param>
    /// <param name="step">Step, from 0.</param>
    /// <param name="levels">Probability levels in (0, 1), ascending.</param>
    public static DayForecast DayOf(ForecastDay day, SeriesForecast forecast, int step, IReadOnlyList<double> levels) =>
        DayOf(day, ReportedNumber.Of(forecast.Mean(step)), QuantilesOf(levels, level => forecast.Quantile(step, level)));

    /// <summary>The forecast of one day, of numbers as they are reported.</summary>
    /// <param name="day">The day as the item has it.</param>
    /// <param name="mean">Expected sales.</param>
    /// <param name="quantiles">Quantiles by the names of their levels.</param>
    public static DayForecast DayOf(ForecastDay day, double mean, IReadOnlyDictionary<string, double> quantiles) => new(
        string.Create(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd} 00:00:00"),
        day.Date,
        mean,
        quantiles,
        day.Closed,
        Closures.CodeOf(day.ClosedReason),
        day.Holiday);

    /// <summary>Values by the names of their levels.</summary>
    /// <param name="levels">Probability levels in (0, 1), ascending.</param>
    /// <param name="quantile">The value at a level.</param>
    public static Dictionary<string, double> QuantilesOf(IReadOnlyList<double> levels, Func<double, double> quantile)
    {
        var quantiles = new Dictionary<string, double>(levels.Count, StringComparer.Ordinal);
        foreach (var level in levels)
        {
            quantiles[ReportedNumber.NameOf(level)] = ReportedNumber.Of(quantile(level));
        }

        return quantiles;
    }
}
