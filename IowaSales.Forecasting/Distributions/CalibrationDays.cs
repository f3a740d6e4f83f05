using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Distributions;

/// <summary>
/// The days of validation windows from which distributions are learnt: what was sold, and what kind of day each was. A day counts when it was
/// open and forecast as open, and the series had sold before, still sold, and is not constant.
/// </summary>
public sealed class CalibrationDays
{
    private readonly DayKind[][] _kinds;
    private readonly SeriesOutlook[][] _outlooks;
    private readonly DriverDays[]?[] _drivers;

    /// <summary>Prepares the days.</summary>
    /// <param name="actual">Sales by window, series and step; NaN on days that do not count.</param>
    /// <param name="histories">What was known at each window's origin, ascending.</param>
    public CalibrationDays(ForecastCube actual, IReadOnlyList<History> histories)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(histories);
        Actual = actual;
        Histories = histories;
        _kinds = [.. histories.Select(history => Enumerable.Range(0, actual.Horizon).Select(step => KindOf(history, step)).ToArray())];
        _outlooks = new SeriesOutlook[histories.Count][];
        _drivers = new DriverDays[]?[histories.Count];
        for (var window = 0; window < histories.Count; window++)
        {
            var (history, outlooks) = (histories[window], new SeriesOutlook[actual.SeriesCount]);
            var teller = DriverDayTeller.Of(history);
            var drivers = teller is null ? null : new DriverDays[actual.SeriesCount * actual.Horizon];
            Parallel.For(0, outlooks.Length, series =>
            {
                outlooks[series] = SeriesOutlook.Of(history, series);
                teller?.Fill(history, series, drivers.AsSpan(series * actual.Horizon, actual.Horizon));
            });
            (_outlooks[window], _drivers[window]) = (outlooks, drivers);
        }
    }

    /// <summary>Called with a day that counts.</summary>
    internal delegate void DayAction(in CalibrationDay day);

    /// <summary>Sales by window, series and step.</summary>
    public ForecastCube Actual { get; }

    /// <summary>What was known at each window's origin.</summary>
    public IReadOnlyList<History> Histories { get; }

    /// <summary>Number of windows.</summary>
    internal int Windows => Histories.Count;

    /// <summary>Number of values of <see cref="DayKind.Drivers"/> that days can have.</summary>
    internal int DriverKinds => Array.TrueForAll(_drivers, drivers => drivers is null) ? 1 : DriverDayTeller.Combinations;

    /// <summary>What kind of day a step from an origin is, drivers left out.</summary>
    internal static DayKind KindOf(History history, int step)
    {
        var date = history.DateOf(history.Origin + step);
        var isNearHoliday = UsFederalHolidays.NameOn(date) is not null
            || UsFederalHolidays.NameOn(date.AddDays(-1)) is not null
            || UsFederalHolidays.NameOn(date.AddDays(1)) is not null;
        return new DayKind(step, date.DayOfWeek, isNearHoliday);
    }

    /// <summary>The outlook of a series at a window's origin.</summary>
    internal SeriesOutlook OutlookOf(int window, int series) => _outlooks[window][series];

    /// <summary>Puts sums of roots of errors by window, step and what drivers make of the day beside the kind of their day.</summary>
    internal IReadOnlyList<DayErrors> ErrorsOf((double Sum, int Count)[,,] sums)
    {
        var errors = new List<DayErrors>();
        for (var window = 0; window < Windows; window++)
        {
            for (var step = 0; step < Actual.Horizon; step++)
            {
                for (var drivers = 0; drivers < sums.GetLength(2); drivers++)
                {
                    var (sum, count) = sums[window, step, drivers];
                    if (count > 0)
                    {
                        errors.Add(new DayErrors(_kinds[window][step] with { Drivers = (DriverDays)drivers }, sum, count));
                    }
                }
            }
        }

        return errors;
    }

    /// <summary>Visits the days that count, by window, then series, then step.</summary>
    /// <param name="centre">Point forecasts of the windows.</param>
    /// <param name="takes">Which windows.</param>
    /// <param name="action">Called for each day.</param>
    internal void ForEach(ForecastCube centre, Func<int, bool> takes, DayAction action)
    {
        for (var window = 0; window < Windows; window++)
        {
            if (!takes(window))
            {
                continue;
            }

            for (var series = 0; series < Actual.SeriesCount; series++)
            {
                var outlook = _outlooks[window][series];
                if (outlook.SellingChance < 1)
                {
                    continue;
                }

                var sold = Actual[window, series];
                var forecast = centre[window, series];
                for (var step = 0; step < sold.Length; step++)
                {
                    var kind = _kinds[window][step];
                    kind = _drivers[window] is { } drivers ? kind with { Drivers = drivers[(series * sold.Length) + step] } : kind;
                    if (!double.IsNaN(sold[step])
                        && Histories[window].IsOpen(series, Histories[window].Origin + step)
                        && double.IsNaN(outlook.ConstantOn(kind.Weekday)))
                    {
                        action(new CalibrationDay(window, series, kind, outlook, sold[step], forecast[step]));
                    }
                }
            }
        }
    }
}

/// <summary>What kind of day is forecast.</summary>
/// <param name="Step">Days from the origin, from 0.</param>
/// <param name="Weekday">Its weekday.</param>
/// <param name="IsNearHoliday">Whether it is a holiday or lies next to one.</param>
/// <param name="Drivers">What the series' drivers make of it.</param>
internal readonly record struct DayKind(int Step, DayOfWeek Weekday, bool IsNearHoliday, DriverDays Drivers = DriverDays.None);

/// <summary>A day of a validation window.</summary>
/// <param name="Window">Number of the window.</param>
/// <param name="Series">Index of the series.</param>
/// <param name="Kind">What kind of day it is.</param>
/// <param name="Outlook">The series' outlook at the window's origin.</param>
/// <param name="Actual">What was sold.</param>
/// <param name="Forecast">The point forecast.</param>
internal readonly record struct CalibrationDay(int Window, int Series, DayKind Kind, SeriesOutlook Outlook, double Actual, double Forecast)
{
    /// <summary>How often the series sells on such a day.</summary>
    public SellingFrequency Frequency => Outlook.FrequencyOn(Kind.Weekday);

    /// <summary>Whether a series that sells on most such days did not.</summary>
    public bool IsMissedSale => Actual <= 0 && Frequency == SellingFrequency.Regular;
}
