using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Distributions;

/// <summary>The forecasts of all series of a panel from one origin.</summary>
public sealed class ForecastSet
{
    private readonly Func<History> _history;
    private readonly Func<int, int, ForecastDay>? _dayOf;

    /// <summary>Creates the set.</summary>
    /// <param name="history">What was known.</param>
    /// <param name="horizon">Number of days.</param>
    /// <param name="series">One forecast per series, in the panel's order.</param>
    public ForecastSet(History history, int horizon, IReadOnlyList<SeriesForecast> series)
    {
        _history = () => history;
        Series = series;
        Days =
        [
            .. Enumerable.Range(history.Origin, horizon).Select(day => new ForecastDay(
                history.DateOf(day),
                !history.Calendar.IsOpen(day),
                history.Calendar.OpenProbability(day),
                history.Calendar.ClosureOn(day),
                history.Calendar.HolidayOn(day))),
        ];
    }

    /// <summary>Creates a set that was kept: what was known is only read where it is asked for.</summary>
    /// <param name="history">Gives what was known, the same each time.</param>
    /// <param name="days">The forecast days of the panel.</param>
    /// <param name="series">One forecast per series, in the panel's order.</param>
    /// <param name="dayOf">A forecast day as one series has it.</param>
    internal ForecastSet(Func<History> history, IReadOnlyList<ForecastDay> days, IReadOnlyList<SeriesForecast> series, Func<int, int, ForecastDay> dayOf)
    {
        (_history, Days, Series, _dayOf) = (history, days, series, dayOf);
    }

    /// <summary>What was known at the origin.</summary>
    public History History => _history();

    /// <summary>The forecast days of the panel; a series may be closed on one of them by itself (<see cref="DayOf"/>).</summary>
    public IReadOnlyList<ForecastDay> Days { get; }

    /// <summary>One forecast per series, in the panel's order.</summary>
    public IReadOnlyList<SeriesForecast> Series { get; }

    /// <summary>Number of days.</summary>
    public int Horizon => Days.Count;

    /// <summary>A forecast day as one series has it.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="step">Step, from 0.</param>
    public ForecastDay DayOf(int series, int step)
    {
        if (_dayOf is not null)
        {
            return _dayOf(series, step);
        }

        var day = History.Origin + step;
        var open = History.OpenProbability(series, day);
        return open.Equals(Days[step].OpenProbability) && !History.IsStated(series, day)
            ? Days[step]
            : new ForecastDay(Days[step].Date, !History.IsOpen(series, day), open, History.ClosureOn(series, day), History.HolidayOn(series, day));
    }
}

/// <summary>A forecast day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Closed">Whether it is expected to be closed; every forecast is then 0.</param>
/// <param name="OpenProbability">Chance that it is open.</param>
/// <param name="ClosedReason">Why it is closed; null when open.</param>
/// <param name="Holiday">Name of the holiday on it, open or closed; null when it has none.</param>
public sealed record ForecastDay(DateOnly Date, bool Closed, double OpenProbability, ClosureReason? ClosedReason, string? Holiday);
