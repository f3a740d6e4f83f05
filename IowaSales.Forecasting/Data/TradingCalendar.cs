using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Which days are open, learnt from a panel: past days as they were, future days by the chance that such a day was open before
/// (its weekday, the federal holiday on it, the holiday next to it). Knows nothing at or after the origin it was learnt for.
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

    /// <summary>Opening habits change within a season: a week this many weeks back tells half as much of a weekday as the last one.</summary>
    private const double HalfLifeWeeks = 10;

    /// <summary>Weight of the weekday's own share, in weeks, against what weeks with a holiday have shown of it.</summary>
    private const double HolidayWeekPrior = 1;

    private readonly DateOnly _firstDate;
    private readonly bool[] _open;
    private readonly int[] _openBefore;
    private readonly double[] _weekdayOpenShare;
    private readonly double[] _holidayWeekOpenShare;
    private readonly Dictionary<(string Holiday, int Offset), double> _nearHoliday;
    private readonly double _holidayOpenShare;

    private TradingCalendar(
        DateOnly firstDate,
        bool[] open,
        double[] weekdayOpenShare,
        double[] holidayWeekOpenShare,
        Dictionary<(string Holiday, int Offset), double> nearHoliday,
        double holidayOpenShare)
    {
        _firstDate = firstDate;
        _open = open;
        _openBefore = new int[open.Length + 1];
        for (var day = 0; day < open.Length; day++)
        {
            _openBefore[day + 1] = _openBefore[day] + (open[day] ? 1 : 0);
        }

        _weekdayOpenShare = weekdayOpenShare;
        _holidayWeekOpenShare = holidayWeekOpenShare;
        _nearHoliday = nearHoliday;
        _holidayOpenShare = holidayOpenShare;
        var trading = new bool[7];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            trading[weekday] = weekdayOpenShare[weekday] >= TradingWeekdayShare;
        }

        if (!trading.Contains(true))
        {
            Array.Fill(trading, true);
        }

        TradingWeekdays = trading;
        TradingDaysPerWeek = trading.Count(open => open);
    }

    /// <summary>Number of days known: the origin's day index.</summary>
    public int Origin => _open.Length;

    /// <summary>Which weekdays trade, indexed by <see cref="DayOfWeek"/>; at least one does.</summary>
    public IReadOnlyList<bool> TradingWeekdays { get; }

    /// <summary>Number of weekdays that trade, 1 .. 7: the season of trading time.</summary>
    public int TradingDaysPerWeek { get; }

    /// <summary>Learns the calendar from the days of a panel before an origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="origin">First day index left out.</param>
    /// <returns>The calendar.</returns>
    public static TradingCalendar Learn(SalesPanel panel, int origin)
    {
        ArgumentNullException.ThrowIfNull(panel);
        ArgumentOutOfRangeException.ThrowIfLessThan(origin, 1);
        var hasRow = new bool[origin];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            foreach (var day in panel.RowsBefore(series, origin).Days)
            {
                hasRow[day] = true;
            }
        }

        var shares = WeekdayShares(panel, hasRow);
        var open = panel.SeriesCount > 1 ? hasRow : OpenDaysOfSingleSeries(panel, hasRow, shares);
        var (near, overall) = LearnHolidays(panel, open, shares);
        return new TradingCalendar(panel.FirstDate, open, shares, HolidayWeekShares(panel, open, shares), near, overall);
    }

    /// <summary>Date of a day index.</summary>
    /// <param name="day">Day index, past or future.</param>
    public DateOnly DateOf(int day) => _firstDate.AddDays(day);

    /// <summary>Chance that a day is open: 0 or 1 for a past day.</summary>
    /// <param name="day">Day index, from 0.</param>
    public double OpenProbability(int day)
    {
        if (day < _open.Length)
        {
            return _open[day] ? 1 : 0;
        }

        var date = DateOf(day);
        var share = (UsFederalHolidays.RestsTradeInWeekOf(date) ? _holidayWeekOpenShare : _weekdayOpenShare)[(int)date.DayOfWeek];
        for (var offset = -1; offset <= 1; offset++)
        {
            if (UsFederalHolidays.NameOn(date.AddDays(-offset)) is { } holiday)
            {
                var fallback = offset == 0 ? _holidayOpenShare * share : share;
                share = Math.Min(share, _nearHoliday.GetValueOrDefault((Kind(holiday), offset), fallback));
            }
        }

        return share;
    }

    /// <summary>Whether a day was open, or has a fair chance to be: a doubtful day is forecast for the case that it is open.</summary>
    /// <param name="day">Day index, from 0.</param>
    public bool IsOpen(int day) => OpenProbability(day) >= ClosedBelow;

    /// <summary>Number of open days before a known day.</summary>
    /// <param name="day">Day index, 0 .. <see cref="Origin"/>.</param>
    public int OpenDaysBefore(int day) => _openBefore[day];

    /// <summary>Whether a weekday trades at all.</summary>
    /// <param name="weekday">The weekday.</param>
    public bool TradesOn(DayOfWeek weekday) => TradingWeekdays[(int)weekday];

    /// <summary>Why a day is closed: a holiday's name or the weekday's; null when it is open.</summary>
    /// <param name="day">Day index, from 0.</param>
    public string? ClosedReason(int day)
    {
        if (IsOpen(day))
        {
            return null;
        }

        var date = DateOf(day);
        if (UsFederalHolidays.NameOn(date) is { } holiday)
        {
            return holiday;
        }

        if (_weekdayOpenShare[(int)date.DayOfWeek] < ClosedBelow)
        {
            return date.DayOfWeek.ToString();
        }

        if (UsFederalHolidays.NameOn(date.AddDays(1)) is { } next)
        {
            return $"Day before {next}";
        }

        return UsFederalHolidays.NameOn(date.AddDays(-1)) is { } previous ? $"Day after {previous}" : "No sales";
    }

    /// <summary>How often each weekday is open in ordinary weeks, recent weeks weighing more.</summary>
    private static double[] WeekdayShares(SalesPanel panel, bool[] hasRow)
    {
        var seen = new double[7];
        var open = new double[7];
        for (var day = 0; day < hasRow.Length; day++)
        {
            var date = panel.DateOf(day);
            if (UsFederalHolidays.NameOn(date) is not null || UsFederalHolidays.RestsTradeInWeekOf(date))
            {
                continue;
            }

            var weight = Math.Pow(0.5, (hasRow.Length - day) / (7 * HalfLifeWeeks));
            var weekday = (int)date.DayOfWeek;
            seen[weekday] += weight;
            open[weekday] += hasRow[day] ? weight : 0;
        }

        var shares = new double[7];
        for (var weekday = 0; weekday < 7; weekday++)
        {
            shares[weekday] = seen[weekday] == 0 ? 1 : open[weekday] / seen[weekday];
        }

        return shares;
    }

    /// <summary>How often each weekday is open in weeks with a holiday: a Saturday may make up for a Monday.</summary>
    private static double[] HolidayWeekShares(SalesPanel panel, bool[] open, double[] shares)
    {
        var seen = new double[7];
        var opened = new double[7];
        for (var day = 0; day < open.Length; day++)
        {
            var date = panel.DateOf(day);
            if (UsFederalHolidays.RestsTradeInWeekOf(date) && UsFederalHolidays.NameOn(date) is null)
            {
                seen[(int)date.DayOfWeek]++;
                opened[(int)date.DayOfWeek] += open[day] ? 1 : 0;
            }
        }

        return [.. shares.Select((share, weekday) => (opened[weekday] + (HolidayWeekPrior * share)) / (seen[weekday] + HolidayWeekPrior))];
    }

    /// <summary>With one series a day without a row tells little: it is closed on weekdays that never trade and on holidays, else a zero.</summary>
    private static bool[] OpenDaysOfSingleSeries(SalesPanel panel, bool[] hasRow, double[] shares)
    {
        var busiest = shares.Max();
        var open = new bool[hasRow.Length];
        for (var day = 0; day < open.Length; day++)
        {
            var date = panel.DateOf(day);
            var trades = shares[(int)date.DayOfWeek] >= TradingWeekdayShare * busiest;
            open[day] = hasRow[day] || (trades && UsFederalHolidays.NameOn(date) is null);
        }

        for (var weekday = 0; weekday < 7; weekday++)
        {
            shares[weekday] = shares[weekday] >= TradingWeekdayShare * busiest ? 1 : shares[weekday];
        }

        return open;
    }

    private static (Dictionary<(string Holiday, int Offset), double> Near, double Overall) LearnHolidays(
        SalesPanel panel, bool[] open, double[] shares)
    {
        var counts = new Dictionary<(string Holiday, int Offset), (int Seen, int Open)>();
        var expectedOpen = 0.0;
        var actuallyOpen = 0;
        foreach (var (date, name) in UsFederalHolidays.Between(panel.FirstDate, panel.DateOf(open.Length)))
        {
            for (var offset = -1; offset <= 1; offset++)
            {
                var day = panel.DayOf(date.AddDays(offset));
                if (day < 0 || day >= open.Length || shares[(int)date.AddDays(offset).DayOfWeek] < 0.5)
                {
                    continue;
                }

                var key = (Kind(name), offset);
                var (seen, opened) = counts.GetValueOrDefault(key);
                counts[key] = (seen + 1, opened + (open[day] ? 1 : 0));
                if (offset == 0)
                {
                    expectedOpen += shares[(int)date.DayOfWeek];
                    actuallyOpen += open[day] ? 1 : 0;
                }
            }
        }

        // One pseudo-observation at the pooled share: a holiday seen once should sway, not settle, what is expected.
        var overall = (actuallyOpen + 0.5) / (expectedOpen + 1);
        var near = new Dictionary<(string Holiday, int Offset), double>();
        foreach (var (key, (seen, opened)) in counts)
        {
            var prior = key.Offset == 0 ? overall : 1;
            near[key] = (opened + (0.5 * prior)) / (seen + 0.5);
        }

        return (near, overall);
    }

    private static string Kind(string holiday) => holiday.Replace(" (observed)", "", StringComparison.Ordinal);
}
