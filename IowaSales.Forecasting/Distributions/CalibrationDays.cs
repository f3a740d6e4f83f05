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
        for (var window = 0; window < histories.Count; window++)
        {
            var (history, outlooks) = (histories[window], new SeriesOutlook[actual.SeriesCount]);
            Parallel.For(0, outlooks.Length, series => outlooks[series] = SeriesOutlook.Of(history, series));
            _outlooks[window] = outlooks;
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

    /// <summary>What kind of day a step from an origin is.</summary>
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

    /// <summary>Puts sums of roots of errors by window and step beside the kind of their day.</summary>
    internal IReadOnlyList<DayErrors> ErrorsOf((double Sum, int Count)[,] sums)
    {
        var errors = new List<DayErrors>();
        for (var window = 0; window < Windows; window++)
        {
            for (var step = 0; step < Actual.Horizon; step++)
            {
                if (sums[window, step].Count > 0)
                {
                    errors.Add(new DayErrors(_kinds[window][step], sums[window, step].Sum, sums[window, step].Count));
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
internal readonly record struct DayKind(int Step, DayOfWeek Weekday, bool IsNearHoliday);

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
