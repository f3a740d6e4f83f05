using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// What is known at a forecast origin: the sales of the days before it and the trading calendar learnt from them. Models see sales only
/// through this type, so nothing at or after the origin can reach them.
/// </summary>
public sealed class History
{
    private readonly SalesPanel _panel;
    private readonly SalesPanel _traded;
    private readonly SeriesClosures _closures;

    private History(SalesPanel panel, int origin)
    {
        _panel = panel;
        _traded = panel.Traded;
        Origin = origin;
        Calendar = TradingCalendar.Learn(panel, origin);
        _closures = SeriesClosures.Learn(panel, Calendar);
    }

    /// <summary>Day index of the first forecast day: all days before it are known.</summary>
    public int Origin { get; }

    /// <summary>The first forecast day.</summary>
    public DateOnly OriginDate => DateOf(Origin);

    /// <summary>The panel's trading calendar; a series may differ from it (<see cref="IsOpen"/>).</summary>
    public TradingCalendar Calendar { get; }

    /// <summary>Names of the series.</summary>
    public IReadOnlyList<string> Items => _panel.Items;

    /// <summary>Number of series.</summary>
    public int SeriesCount => _panel.SeriesCount;

    /// <summary>Index of a series by exact name, or -1.</summary>
    /// <param name="item">Name of the item.</param>
    public int IndexOf(string item) => _panel.IndexOf(item);

    /// <summary>What is known of a panel at an origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">Day index of the first forecast day, 1 .. the panel's number of days.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies outside the panel.</exception>
    public static History At(SalesPanel panel, int origin)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, panel.DayCount);
        return new History(panel, origin);
    }

    /// <summary>What is known of a whole panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <returns>The history.</returns>
    public static History Of(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return At(panel, panel.DayCount);
    }

    /// <summary>What was known at an earlier origin, its calendar learnt anew from the days before it.</summary>
    /// <param name="origin">Day index of the first forecast day, 1 .. <see cref="Origin"/>.</param>
    /// <returns>The history.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The origin lies after this one.</exception>
    public History Before(int origin)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(origin, Origin);
        return origin == Origin ? this : At(_panel, origin);
    }

    /// <summary>The date of a day index.</summary>
    /// <param name="day">Day index, past or future.</param>
    public DateOnly DateOf(int day) => _panel.DateOf(day);

    /// <summary>The known rows of one series, those on closed days left out.</summary>
    /// <param name="series">Index of the series.</param>
    public SeriesRows Rows(int series) => _traded.RowsBefore(series, Origin);

    /// <summary>Chance that a series is open on a day: 0 on a weekday that it closes on by itself, else the panel's.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public double OpenProbability(int series, int day)
    {
        var date = DateOf(day);
        if (_closures.StatedOn(series, date) is { } stated)
        {
            return stated.Open ? 1 : 0;
        }

        return IsClosedWeekday(series, day, date) ? 0 : Calendar.OpenProbability(day);
    }

    /// <summary>Whether a series was open on a day, or has a fair chance to be.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public bool IsOpen(int series, int day)
    {
        var date = DateOf(day);
        return _closures.StatedOn(series, date)?.Open ?? (!IsClosedWeekday(series, day, date) && Calendar.IsOpen(day));
    }

    /// <summary>Why a series is closed on a day; null when it is open.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public ClosureReason? ClosureOn(int series, int day) => IsOpen(series, day) ? null
        : _closures.StatedOn(series, DateOf(day)) is not null ? ClosureReason.Stated
        : Calendar.ClosureOn(day) ?? ClosureReason.Weekday;

    /// <summary>Name of the holiday on a day, open or closed, as stated for the series or known of the panel; null when it has none.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public string? HolidayOn(int series, int day) => _closures.StatedOn(series, DateOf(day))?.Name ?? Calendar.HolidayOn(day);

    /// <summary>Whether a day is stated for one series alone.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="day">Day index, from 0.</param>
    public bool IsStated(int series, int day) => _closures.StatedOn(series, DateOf(day)) is not null;

    /// <summary>Weekdays that a series closes on although the panel is open: bit w for <see cref="DayOfWeek"/> w.</summary>
    /// <param name="series">Index of the series.</param>
    public byte ClosedWeekdays(int series) => _closures.ClosedWeekdays(series);

    /// <summary>Day index of the first row of one series; the origin when it has none.</summary>
    /// <param name="series">Index of the series.</param>
    public int FirstDay(int series)
    {
        var rows = Rows(series);
        return rows.Count == 0 ? Origin : rows.Days[0];
    }

    /// <summary>Day index of the first sale of one series, a row above 0; the origin when it never sold.</summary>
    /// <param name="series">Index of the series.</param>
    public int FirstSale(int series)
    {
        var rows = Rows(series);
        for (var row = 0; row < rows.Count; row++)
        {
            if (rows.Values[row] > 0)
            {
                return rows.Days[row];
            }
        }

        return Origin;
    }

    /// <summary>Daily sales of one series from its first row to the origin, in calendar time.</summary>
    /// <param name="series">Index of the series.</param>
    /// <returns>One value per day: the total, 0 on an open day without a row, NaN on a closed day. Empty when the series has no row.</returns>
    public double[] Daily(int series)
    {
        var rows = Rows(series);
        if (rows.Count == 0)
        {
            return [];
        }

        var first = rows.Days[0];
        var daily = new double[Origin - first];
        Span<int> closedFrom = stackalloc int[7];
        _closures.ClosedFrom(series, Origin, closedFrom);
        var weekday = (int)DateOf(first).DayOfWeek;
        for (var i = 0; i < daily.Length; i++)
        {
            daily[i] = Calendar.IsOpen(first + i) && first + i < closedFrom[weekday] ? 0 : double.NaN;
            weekday = weekday < 6 ? weekday + 1 : 0;
        }

        foreach (var stated in _closures.StatedFor(series))
        {
            if (_panel.DayOf(stated.Date) - first is var i && i >= 0 && i < daily.Length)
            {
                daily[i] = stated.Open ? 0 : double.NaN;
            }
        }

        for (var i = 0; i < rows.Count; i++)
        {
            // A row of 0 on a closed day is no demand of 0: it says what a missing row says.
            daily[rows.Days[i] - first] = rows.Values[i] == 0 ? daily[rows.Days[i] - first] : rows.Values[i];
        }

        return daily;
    }

    private bool IsClosedWeekday(int series, int day, DateOnly date)
    {
        var mask = _closures.ClosedWeekdays(series);
        if (mask == 0 || (mask >> (int)date.DayOfWeek & 1) == 0)
        {
            return false;
        }

        Span<int> closedFrom = stackalloc int[7];
        _closures.ClosedFrom(series, Origin, closedFrom);
        return day >= closedFrom[(int)date.DayOfWeek];
    }
}
