using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>The forecasts of all series of a panel from one origin.</summary>
public sealed class ForecastSet
{
    /// <summary>Creates the set.</summary>
    /// <param name="history">What was known.</param>
    /// <param name="horizon">Number of days.</param>
    /// <param name="series">One forecast per series, in the panel's order.</param>
    public ForecastSet(History history, int horizon, IReadOnlyList<SeriesForecast> series)
    {
        History = history;
        Series = series;
        Days =
        [
            .. Enumerable.Range(history.Origin, horizon).Select(day => new ForecastDay(
                history.DateOf(day), !history.Calendar.IsOpen(day), history.Calendar.OpenProbability(day), history.Calendar.ClosedReason(day))),
        ];
    }

    /// <summary>What was known at the origin.</summary>
    public History History { get; }

    /// <summary>The forecast days.</summary>
    public IReadOnlyList<ForecastDay> Days { get; }

    /// <summary>One forecast per series, in the panel's order.</summary>
    public IReadOnlyList<SeriesForecast> Series { get; }

    /// <summary>Number of days.</summary>
    public int Horizon => Days.Count;
}

/// <summary>A forecast day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Closed">Whether it is expected to be closed; every forecast is then 0.</param>
/// <param name="OpenProbability">Chance that it is open.</param>
/// <param name="ClosedReason">Why it is closed; null when open.</param>
public sealed record ForecastDay(DateOnly Date, bool Closed, double OpenProbability, string? ClosedReason);
