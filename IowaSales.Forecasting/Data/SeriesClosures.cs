using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Where a series is closed although the panel is open, or the other way around: its own closed weekdays (a shop closed on Sundays in a
/// chain that opens), and what was stated for it alone. One byte a series, and none where no series differs.
/// </summary>
internal sealed class SeriesClosures
{
    /// <summary>Evidence at which a weekday is closed: open days of it without a sale that had a chance below e^-9, one in 8,000, together.</summary>
    private const double ClosedEvidence = 9;

    /// <summary>Open days of a weekday without a sale below which nothing is concluded.</summary>
    private const int MinDays = 8;

    /// <summary>A series that sells on fewer of the days of its other weekdays may as well have no demand.</summary>
    private const double MinRate = 0.1;

    private readonly SalesPanel _panel;
    private readonly byte[]? _closedWeekdays;
    private readonly Dictionary<int, IReadOnlyDictionary<DateOnly, StatedDay>> _stated = [];

    private SeriesClosures(SalesPanel panel, byte[]? closedWeekdays)
    {
        _panel = panel;
        _closedWeekdays = closedWeekdays;
        foreach (var item in panel.Stated.Items)
        {
            if (panel.IndexOf(item) is >= 0 and var series)
            {
                _stated.Add(series, panel.Stated.Own(item));
            }
        }
    }

    /// <summary>Learns the closed weekdays of each series from the rows before the calendar's origin.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="calendar">The panel's calendar.</param>
    public static SeriesClosures Learn(SalesPanel panel, TradingCalendar calendar)
    {
        if (panel.IsAlone || panel.Missing == MissingDays.Unobserved)
        {
            return new SeriesClosures(panel, null);
        }

        var weekdays = new PanelWeekdays(panel, calendar);
        byte[]? closed = null;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var mask = weekdays.ClosedOf(panel.DemandBefore(series, calendar.Origin));
            if (mask != 0)
            {
                closed ??= new byte[panel.SeriesCount];
                closed[series] = mask;
            }
        }

        return new SeriesClosures(panel, closed);
    }

    /// <summary>The closed weekdays of a series that the panel does not close on: bit w for <see cref="DayOfWeek"/> w.</summary>
    /// <param name="series">Index of the series.</param>
    public byte ClosedWeekdays(int series) => _closedWeekdays?[series] ?? 0;

    /// <summary>What is stated for a series alone on a date; null when nothing is.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="date">The date.</param>
    public StatedDay? StatedOn(int series, DateOnly date) =>
        _stated.Count > 0 && _stated.TryGetValue(series, out var own) ? own.GetValueOrDefault(date) : null;

    /// <summary>What is stated for a series alone.</summary>
    /// <param name="series">Index of the series.</param>
    public IEnumerable<StatedDay> StatedFor(int series) =>
        _stated.Count > 0 && _stated.TryGetValue(series, out var own) ? own.Values : [];

    /// <summary>
    /// The day from which on each weekday of a series is closed by its own habit: the day after its last sale on that weekday, or 0.
    /// </summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="origin">The origin: later rows do not count.</param>
    /// <param name="from">Receives a day index by <see cref="DayOfWeek"/>; <see cref="int.MaxValue"/> for a weekday that is not closed.</param>
    public void ClosedFrom(int series, int origin, Span<int> from)
    {
        from[..Week.Days].Fill(int.MaxValue);
        int waiting = ClosedWeekdays(series);
        if (waiting == 0)
        {
            return;
        }

        for (var weekday = 0; weekday < Week.Days; weekday++)
        {
            from[weekday] = (waiting >> weekday & 1) != 0 ? 0 : int.MaxValue;
        }

        var rows = _panel.DemandBefore(series, origin);
        var firstWeekday = (int)_panel.FirstDate.DayOfWeek;
        for (var i = rows.Count - 1; i >= 0 && waiting != 0; i--)
        {
            var weekday = (firstWeekday + rows.Days[i]) % Week.Days;
            if (rows.Values[i] != 0 && (waiting >> weekday & 1) != 0)
            {
                from[weekday] = rows.Days[i] + 1;
                waiting &= ~(1 << weekday);
            }
        }
    }

    /// <summary>The open days of each weekday, and how often series that are open on it sell then, beside how often they sell on the others.</summary>
    private sealed class PanelWeekdays
    {
        private readonly int _firstWeekday;
        private readonly int[][] _openBefore = new int[Week.Days][];
        private readonly int[] _openBeforeAll;
        private readonly double[] _turnout = new double[Week.Days];

        public PanelWeekdays(SalesPanel panel, TradingCalendar calendar)
        {
            _firstWeekday = (int)calendar.DateOf(0).DayOfWeek;
            _openBeforeAll = new int[calendar.Origin + 1];
            for (var weekday = 0; weekday < Week.Days; weekday++)
            {
                _openBefore[weekday] = new int[calendar.Origin + 1];
            }

            for (var day = 0; day < calendar.Origin; day++)
            {
                var open = calendar.IsOpen(day) ? 1 : 0;
                for (var weekday = 0; weekday < Week.Days; weekday++)
                {
                    _openBefore[weekday][day + 1] = _openBefore[weekday][day];
                }

                _openBefore[WeekdayOf(day)][day + 1] += open;
                _openBeforeAll[day + 1] = _openBeforeAll[day] + open;
            }

            LearnTurnout(panel.Whole?.TurnoutBefore(calendar.Origin) ?? WeekdayTurnout.Of(panel, calendar.Origin), calendar.Origin);
        }

        public byte ClosedOf(SeriesRows rows)
        {
            var first = 0;
            while (first < rows.Count && rows.Values[first] == 0)
            {
                first++;
            }

            if (first == rows.Count)
            {
                return 0;
            }

            // Backwards until every weekday has shown its last sale; the sales after it are all on other weekdays.
            var (seen, sales, closed) = (0, 0, 0);
            for (var i = rows.Count - 1; i >= first && seen != 0b111_1111; i--)
            {
                if (rows.Values[i] == 0)
                {
                    continue;
                }

                var weekday = WeekdayOf(rows.Days[i]);
                if ((seen >> weekday & 1) == 0)
                {
                    seen |= 1 << weekday;
                    closed |= IsClosed(weekday, rows.Days[i] + 1, sales) ? 1 << weekday : 0;
                }

                sales++;
            }

            for (var weekday = 0; weekday < Week.Days; weekday++)
            {
                if ((seen >> weekday & 1) == 0)
                {
                    closed |= IsClosed(weekday, rows.Days[first], sales) ? 1 << weekday : 0;
                }
            }

            return (byte)(closed == 0b111_1111 ? 0 : closed);
        }

        private bool IsClosed(int weekday, int from, int salesOnOthers)
        {
            var days = _openBefore[weekday][^1] - _openBefore[weekday][from];
            var others = _openBeforeAll[^1] - _openBeforeAll[from] - days;
            if (days < MinDays || others == 0)
            {
                return false;
            }

            var rate = (double)salesOnOthers / others;
            return rate >= MinRate && -days * Math.Log(1 - Math.Min(0.99, rate * _turnout[weekday])) >= ClosedEvidence;
        }

        private void LearnTurnout(WeekdayTurnout turnout, int origin)
        {
            for (var weekday = 0; weekday < Week.Days; weekday++)
            {
                var (sales, expected) = (0L, 0.0);
                for (var first = 0; first < origin; first++)
                {
                    if (turnout.Sales(first, weekday) == 0)
                    {
                        continue;
                    }

                    var days = _openBefore[weekday][^1] - _openBefore[weekday][first];
                    var others = _openBeforeAll[^1] - _openBeforeAll[first] - days;
                    if (others > 0)
                    {
                        sales += turnout.Sales(first, weekday);
                        expected += (double)days * turnout.OnOthers(first, weekday) / others;
                    }
                }

                _turnout[weekday] = expected > 0 ? Math.Min(1, sales / expected) : 0;
            }
        }

        private int WeekdayOf(int day) => (_firstWeekday + day) % Week.Days;
    }
}
