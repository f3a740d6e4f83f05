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
        Of(snapshot, series, snapshot.Horizon, snapshot.Model.Manifest.QuantileLevels);

    /// <summary>The forecast of one item.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="horizon">Days, 1 .. the snapshot's horizon.</param>
    /// <param name="levels">Probability levels in (0, 1), ascending.</param>
    public static ItemForecast Of(ForecastSnapshot snapshot, int series, int horizon, IReadOnlyList<double> levels)
    {
        var forecast = snapshot.Forecasts.Series[series];
        var days = new DayForecast[horizon];
        for (var step = 0; step < horizon; step++)
        {
            days[step] = DayOf(snapshot.Forecasts.DayOf(series, step), forecast, step, levels);
        }

        return new ItemForecast(
            forecast.Item, days, horizon, snapshot.Version, snapshot.DataThrough, snapshot.GeneratedAt, snapshot.Stale);
    }

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
    public static DayForecast DayOf(ForecastDay day, SeriesForecast forecast, int step, IReadOnlyList<double> levels) => new(
        string.Create(CultureInfo.InvariantCulture, $"{day.Date:yyyy-MM-dd} 00:00:00"),
        day.Date,
        ReportedNumber.Of(forecast.Mean(step)),
        QuantilesOf(levels, level => forecast.Quantile(step, level)),
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
