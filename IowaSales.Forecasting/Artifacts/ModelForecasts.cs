using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>The forecasts that a model makes from what is known.</summary>
/// <param name="history">What is known.</param>
/// <param name="backtest">The backtest of the model.</param>
/// <param name="horizon">Days of a forecast.</param>
/// <param name="forecastOf">Makes the forecast of a series; called from many threads.</param>
internal sealed class ModelForecasts(History history, Backtest backtest, int horizon, Func<int, SeriesForecast> forecastOf) : IForecastSource
{
    private readonly ForecastSet _days = new(history, horizon, []);

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => history.Items;

    /// <inheritdoc/>
    public int Origin => history.Origin;

    /// <inheritdoc/>
    public IReadOnlyList<ForecastDay> Days => _days.Days;

    /// <inheritdoc/>
    public BacktestSums Backtest { get; } = BacktestSums.Of(backtest);

    /// <inheritdoc/>
    public ForecastEntry Entry(int series)
    {
        var forecast = forecastOf(series);
        ForecastDay[]? own = null;
        for (var step = 0; step < horizon; step++)
        {
            var day = _days.DayOf(series, step);
            if (!ReferenceEquals(day, _days.Days[step]))
            {
                own ??= [.. _days.Days];
                own[step] = day;
            }
        }

        return new ForecastEntry(forecast, own, RecentOf(series), ItemSummary.Of(history, backtest, forecast, series));
    }

    private RecentDays RecentOf(int series)
    {
        var first = Math.Max(0, history.Origin - ColumnLayout.RecentDays);
        var open = 0u;
        for (var day = first; day < history.Origin; day++)
        {
            open |= history.IsOpen(series, day) ? 1u << (day - first) : 0;
        }

        var rows = history.Rows(series);
        var from = rows.Count;
        while (from > 0 && rows.Days[from - 1] >= first)
        {
            from--;
        }

        var sales = new (int, double)[rows.Count - from];
        for (var i = 0; i < sales.Length; i++)
        {
            sales[i] = (rows.Days[from + i] - first, rows.Values[from + i]);
        }

        return new RecentDays(open, sales);
    }
}
