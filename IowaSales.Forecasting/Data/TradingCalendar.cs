using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Which days are open: past days as they were, future days by the chance that such a day is open (its weekday, the days of the year that
/// are kept), and above all by what a person stated. Learnt from a panel; knows nothing at or after the origin but what was stated.
/// </summary>
public sealed class TradingCalendar
{
    /// <summary>A weekday open less often than this never trades, as far as a model's season is concerned.</summary>
    private const double TradingWeekdayShare = 0.25;

    /// <summary>
    /// A future day less likely than this to be open is called closed: an interval of [0, 0] still holds the 80 % that it promises. A more
    /// likely one is forecast as a mixture of an open and a closed day.
    /// </summary>
    private const double ClosedBelow = 0.2;

    /// <summary>Days ahead whose outlook is kept once it was found: every series of a panel asks for the same ones.</summary>
    private const int DaysKept = 64;

    private readonly DateOnly _firstDate;
    private readonly DayOutlook?[] _ahead = new DayOutlook?[DaysKept];
    private readonly bool[] _open;
    private readonly int[] _openBefore;
    private readonly StatedCalendar _stated;
    private readonly OpeningRecord _record;
    private readonly HolidayWeeks _holidayWeeks;

    private TradingCalendar(SalesPanel panel, OpeningRecord record)
    {
        _firstDate = panel.FirstDate;
        _stated = panel.Stated;
        _record = record;
        _open = record.Open;
        _openBefore = new int[_open.Length + 1];
        for (var day = 0; day < _open.Length; day++)
        {
            _openBefore[day + 1] = _openBefore[day] + (_open[day] ? 1 : 0);
        }

        _holidayWeeks = new HolidayWeeks(_firstDate, _open, record.Shares, record.Ordinary);
        bool[] trading = [.. record.Shares.Future.Select(share => share >= TradingWeekdayShare)];
        if (!trading.Contains(true))
        {
            Array.Fill(trading, true);
        }

        TradingWeekdays = trading;
        TradingDaysPerWeek = trading.Count(trades => trades);
    }

    /// <summary>Number of days known: the origin's day index.</summary>
    public int Origin => _open.Length;

    /// <summary>Which weekdays trade, indexed by <see cref="DayOfWeek"/>; at least one does.</summary>
    public IReadOnlyList<bool> TradingWeekdays { get; }

    /// <summary>Number of weekdays that trade, 1 .. 7: the season of trading time.</summary>
    public int TradingDaysPerWeek { get; }

    /// <summary>Learns the calendar from the days of a panel before an origin and from what is stated beside it.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">First day index left out.</param>
    /// <returns>The calendar.</returns>
    public static TradingCalendar Learn(SalesPanel panel, int origin)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfLessThan(origin, 1);
        return panel.Whole is { } whole ? whole.CalendarAt(origin, () => From(panel, origin)) : From(panel, origin);
    }

    private static TradingCalendar From(SalesPanel panel, int origin) => new(panel, OpeningRecord.Learn(panel, origin));

    /// <summary>Date of a day index.</summary>
    /// <param name="day">Day index, past or future.</param>
    public DateOnly DateOf(int day) => _firstDate.AddDays(day);

    /// <summary>Chance that a day is open: 0 or 1 for a past day and for a stated one.</summary>
    /// <param name="day">Day index, from 0.</param>
    public double OpenProbability(int day) => day >= _open.Length ? Outlook(day).Open : (_stated.On(DateOf(day))?.Open ?? _open[day]) ? 1 : 0;

    /// <summary>Whether a day was open, or has a fair chance to be.</summary>
    /// <param name="day">Day index, from 0.</param>
    public bool IsOpen(int day) => day < _open.Length ? _open[day] : OpenProbability(day) >= ClosedBelow;

    /// <summary>Number of open days before a known day.</summary>
    /// <param name="day">Day index, 0 .. <see cref="Origin"/>.</param>
    public int OpenDaysBefore(int day) => _openBefore[day];

    /// <summary>Whether a weekday trades at all.</summary>
    /// <param name="weekday">The weekday.</param>
    public bool TradesOn(DayOfWeek weekday) => TradingWeekdays[(int)weekday];

    /// <summary>Name of the holiday on a day, open or closed: the stated one, the federal one, or the one by which it is closed every year; null when it has none.</summary>
    /// <param name="day">Day index, from 0.</param>
    public string? HolidayOn(int day)
    {
        var date = DateOf(day);
        return _stated.On(date)?.Name ?? UsFederalHolidays.NameOn(date)
            ?? (_record.Annual.Apply(date, 1) is { Open: < ClosedBelow, Reason: { Reason: ClosureReason.Annual, Holiday: { } name } } ? name : null);
    }

    /// <summary>Why a day is closed; null when it is open.</summary>
    /// <param name="day">Day index, from 0.</param>
    public ClosureReason? ClosureOn(int day) => IsOpen(day) ? null : Outlook(day).Reason;

    /// <summary>Chance that a day is open, and what speaks most against it. Two threads that find a day at once find the same.</summary>
    private DayOutlook Outlook(int day)
    {
        var ahead = day - _open.Length;
        return ahead is >= 0 and < DaysKept ? _ahead[ahead] ??= Find(day) : Find(day);
    }

    private DayOutlook Find(int day)
    {
        var date = DateOf(day);
        if (_stated.On(date) is { } stated)
        {
            return new DayOutlook(stated.Open ? 1 : 0, ClosureReason.Stated);
        }

        var share = _record.Shares.Future[(int)date.DayOfWeek];
        share = UsFederalHolidays.ClosesTradeInWeekOf(date) ? _holidayWeeks.Apply(date.DayOfWeek, share) : share;
        var (open, reason) = _record.Annual.Apply(date, share);
        if (day >= _open.Length)
        {
            return new DayOutlook(open, share < ClosedBelow ? WeekdayOr(reason) : reason?.Reason ?? ClosureReason.Weekday);
        }

        // A closed past day has the reason for which it would have been expected closed, if there was one.
        var expected = _record.Shares.ExpectedOn(day);
        var cause = expected < ClosedBelow ? WeekdayOr(reason) : UsFederalHolidays.On(date) is not null ? ClosureReason.Holiday
            : reason is { } known && open < ClosedBelow ? known.Reason : ClosureReason.NoSales;
        return new DayOutlook(_open[day] ? 1 : 0, cause);
    }

    /// <summary>A federal holiday is named even where its weekday alone would do.</summary>
    private static ClosureReason WeekdayOr(AnnualReason? reason) =>
        reason is { Reason: ClosureReason.Holiday } ? ClosureReason.Holiday : ClosureReason.Weekday;

    /// <summary>What is to be expected of a day.</summary>
    /// <param name="Open">Chance that it is open, 0 .. 1.</param>
    /// <param name="Reason">What speaks most against it.</param>
    private sealed record DayOutlook(double Open, ClosureReason Reason);
}
