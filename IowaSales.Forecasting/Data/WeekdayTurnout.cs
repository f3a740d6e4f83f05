using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// How often series sell on each weekday beside the others, by the day of their first sale: counts alone, so that parts of a panel add up to the whole in any
/// order.
/// </summary>
/// <param name="days">Days before the origin.</param>
internal sealed class WeekdayTurnout(int days)
{
    private readonly long[] _sales = new long[days * Week.Days];
    private readonly long[] _onOthers = new long[days * Week.Days];

    /// <summary>Counts all series of a panel.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="origin">First day left out.</param>
    public static WeekdayTurnout Of(SalesPanel panel, int origin)
    {
        var turnout = new WeekdayTurnout(origin);
        var firstWeekday = (int)panel.FirstDate.DayOfWeek;
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            turnout.Add(panel.DemandBefore(series, origin), firstWeekday);
        }

        return turnout;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="days">Days before the origin.</param>
    public static WeekdayTurnout Read(BinaryReader reader, int days)
    {
        var turnout = new WeekdayTurnout(days);
        for (var i = 0; i < turnout._sales.Length; i++)
        {
            (turnout._sales[i], turnout._onOthers[i]) = (reader.Read7BitEncodedInt64(), reader.Read7BitEncodedInt64());
        }

        return turnout;
    }

    /// <summary>Sales on a weekday of the series that sell on it and sold first on a day.</summary>
    public long Sales(int first, int weekday) => _sales[(first * Week.Days) + weekday];

    /// <summary>Their sales on the other weekdays.</summary>
    public long OnOthers(int first, int weekday) => _onOthers[(first * Week.Days) + weekday];

    /// <summary>Counts one series.</summary>
    /// <param name="rows">Its demand before the origin.</param>
    /// <param name="firstWeekday">Weekday of day 0.</param>
    public void Add(SeriesRows rows, int firstWeekday)
    {
        Span<int> sales = stackalloc int[Week.Days];
        sales.Clear();
        var (first, total) = (-1, 0);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Values[i] != 0)
            {
                first = first < 0 ? rows.Days[i] : first;
                sales[(firstWeekday + rows.Days[i]) % Week.Days]++;
                total++;
            }
        }

        for (var weekday = 0; weekday < Week.Days && first >= 0; weekday++)
        {
            if (sales[weekday] > 0)
            {
                _sales[(first * Week.Days) + weekday] += sales[weekday];
                _onOthers[(first * Week.Days) + weekday] += total - sales[weekday];
            }
        }
    }

    /// <summary>Adds the series of another part of the panel.</summary>
    public void Add(WeekdayTurnout other)
    {
        for (var i = 0; i < _sales.Length; i++)
        {
            _sales[i] += other._sales[i];
            _onOthers[i] += other._onOthers[i];
        }
    }

    /// <summary>Writes the counts.</summary>
    public void Write(BinaryWriter writer)
    {
        for (var i = 0; i < _sales.Length; i++)
        {
            writer.Write7BitEncodedInt64(_sales[i]);
            writer.Write7BitEncodedInt64(_onOthers[i]);
        }
    }
}
