using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>Forecasts that become columns.</summary>
internal interface IForecastSource
{
    /// <summary>Names of the items, in the panel's order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Day index of the first forecast day.</summary>
    int Origin { get; }

    /// <summary>The forecast days of the panel.</summary>
    IReadOnlyList<ForecastDay> Days { get; }

    /// <summary>What the backtest says of all series together.</summary>
    BacktestSums Backtest { get; }

    /// <summary>What is written of a series; called from many threads.</summary>
    /// <param name="series">Index of the series.</param>
    ForecastEntry Entry(int series);
}

/// <summary>What is written of a series.</summary>
/// <param name="Forecast">Its forecast.</param>
/// <param name="Days">Its own forecast days; null for the panel's.</param>
/// <param name="Recent">Its last sales.</param>
/// <param name="Summary">What is at a glance of it.</param>
internal readonly record struct ForecastEntry(SeriesForecast Forecast, ForecastDay[]? Days, RecentDays Recent, ItemSummary Summary);
