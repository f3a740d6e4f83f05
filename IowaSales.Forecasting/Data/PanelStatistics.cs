using System.Collections.Concurrent;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// What all series of a panel say together: everything that a <see cref="History"/> of some of them has to know of the others. Counts and exact sums, so that
/// the parts of a panel add up to the same whole however it was divided.
/// </summary>
internal sealed class PanelStatistics
{
    /// <summary>Fewer days with sales than this are few: most families would only repeat the mean.</summary>
    public const int FewDemands = 20;

    private readonly int _days;
    private readonly int[] _sold;
    private readonly int[] _rows;
    private readonly int[] _zeros;
    private readonly int[] _firstRows;
    private readonly int[] _traded;
    private readonly ExactSum[] _demand;
    private readonly int[] _origins;
    private readonly WeekdayTurnout[] _turnouts;
    private readonly ConcurrentDictionary<int, TradingCalendar> _calendars = new();

    private PanelStatistics(int days, int[] origins, WeekdayTurnout[] turnouts)
    {
        (_days, _origins, _turnouts) = (days, origins, turnouts);
        (_sold, _rows, _zeros, _firstRows, _traded) = (new int[days], new int[days], new int[days], new int[days], new int[days]);
        _demand = new ExactSum[days];
        for (var day = 0; day < days; day++)
        {
            _demand[day] = new ExactSum();
        }
    }

    /// <summary>Number of series.</summary>
    public int SeriesCount { get; private set; }

    /// <summary>Number of series with fewer days with sales than <see cref="FewDemands"/>.</summary>
    public int SparseSeries { get; private set; }

    /// <summary>Number of rows.</summary>
    public int RowCount => _rows.Sum();

    /// <summary>Counts the series of a panel.</summary>
    /// <param name="panel">The panel, or a part of one: with the first date and the number of days of the whole.</param>
    /// <param name="origins">Day index of each origin from which a history will be seen, the last one the panel's number of days.</param>
    public static PanelStatistics Of(SalesPanel panel, IReadOnlyList<int> origins)
    {
        var statistics = new PanelStatistics(panel.DayCount, [.. origins], [.. origins.Select(origin => WeekdayTurnout.Of(panel, origin))]);
        bool[] closed = [.. Enumerable.Range(0, panel.DayCount).Select(day => panel.Stated.On(panel.DateOf(day)) is { Open: false })];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            statistics.Add(panel.Rows(series), panel.DemandBefore(series, panel.DayCount).Values, closed);
        }

        return statistics;
    }

    /// <summary>Reads back what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Where from.</param>
    public static PanelStatistics Read(BinaryReader reader)
    {
        var days = reader.ReadInt32();
        var origins = new int[reader.ReadInt32()];
        for (var i = 0; i < origins.Length; i++)
        {
            origins[i] = reader.ReadInt32();
        }

        var statistics = new PanelStatistics(days, origins, [.. origins.Select(origin => WeekdayTurnout.Read(reader, origin))])
        {
            SeriesCount = reader.ReadInt32(),
            SparseSeries = reader.ReadInt32(),
        };
        for (var day = 0; day < days; day++)
        {
            foreach (var counts in statistics.Counts())
            {
                counts[day] = reader.Read7BitEncodedInt();
            }

            statistics._demand[day] = ExactSum.Read(reader);
        }

        return statistics;
    }

    /// <summary>Adds the series of another part of the panel.</summary>
    /// <param name="other">What they say; of the same days and origins.</param>
    public void Add(PanelStatistics other)
    {
        SeriesCount += other.SeriesCount;
        SparseSeries += other.SparseSeries;
        foreach (var (counts, others) in Counts().Zip(other.Counts()))
        {
            for (var day = 0; day < _days; day++)
            {
                counts[day] += others[day];
            }
        }

        for (var day = 0; day < _days; day++)
        {
            _demand[day].Add(other._demand[day]);
        }

        foreach (var (turnout, others) in _turnouts.Zip(other._turnouts))
        {
            turnout.Add(others);
        }
    }

    /// <summary>Writes the statistics.</summary>
    /// <param name="writer">Where to.</param>
    public void Write(BinaryWriter writer)
    {
        writer.Write(_days);
        writer.Write(_origins.Length);
        Array.ForEach(_origins, writer.Write);
        Array.ForEach(_turnouts, turnout => turnout.Write(writer));
        writer.Write(SeriesCount);
        writer.Write(SparseSeries);
        for (var day = 0; day < _days; day++)
        {
            foreach (var counts in Counts())
            {
                writer.Write7BitEncodedInt(counts[day]);
            }

            _demand[day].Write(writer);
        }
    }

    /// <summary>Number of series that sold something, by day before an origin.</summary>
    /// <param name="origin">First day left out.</param>
    public int[] SoldBefore(int origin) => _sold[..origin];

    /// <summary>Whether any series has a row other than 0 on a day.</summary>
    /// <param name="day">Day index.</param>
    public bool TradedOn(int day) => _traded[day] > 0;

    /// <summary>Demand of all series on a day; 0 on one that is stated as closed.</summary>
    /// <param name="day">Day index.</param>
    public double DemandOn(int day) => _demand[day].Value;

    /// <summary>How often the series sell on each weekday before an origin.</summary>
    /// <param name="origin">First day left out, one of those counted for.</param>
    /// <exception cref="ArgumentException">Nothing was counted for this origin.</exception>
    public WeekdayTurnout TurnoutBefore(int origin) => Array.IndexOf(_origins, origin) is >= 0 and var index
        ? _turnouts[index]
        : throw new ArgumentException($"The statistics of the panel are not of the origin {origin}.", nameof(origin));

    /// <summary>The calendar at an origin, which all parts of the panel share: learnt once.</summary>
    /// <param name="origin">First day left out.</param>
    /// <param name="learn">Learns it.</param>
    public TradingCalendar CalendarAt(int origin, Func<TradingCalendar> learn) => _calendars.GetOrAdd(origin, _ => learn());

    /// <summary>Whether enough series sell on the average day that an open day cannot pass without a sale.</summary>
    /// <param name="origin">First day left out.</param>
    public bool IsLively(int origin) => OpeningRecord.IsLively(_sold.AsSpan(0, origin));

    /// <summary>
    /// Whether the sales state days without a sale as rows of 0, told from counts: true only where it cannot be ruled out, since a series may have more rows
    /// than open days.
    /// </summary>
    /// <param name="calendar">The panel's calendar at an origin.</param>
    public bool MayStateZeros(TradingCalendar calendar)
    {
        const int RowsPerZero = 100;
        var (zeros, rows, days) = (0L, 0L, 0L);
        var open = calendar.OpenDaysBefore(calendar.Origin);
        for (var day = 0; day < calendar.Origin; day++)
        {
            zeros += _zeros[day];
            rows += _rows[day];
            days += (long)_firstRows[day] * (open - calendar.OpenDaysBefore(day));
        }

        return zeros * RowsPerZero >= rows && zeros > days - rows;
    }

    private int[][] Counts() => [_sold, _rows, _zeros, _firstRows, _traded];

    private void Add(SeriesRows rows, ReadOnlySpan<double> demand, bool[] closed)
    {
        SeriesCount++;
        var sales = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var day = rows.Days[i];
            _sold[day] += demand[i] != 0 ? 1 : 0;
            _zeros[day] += demand[i] == 0 ? 1 : 0;
            _traded[day] += rows.Values[i] != 0 ? 1 : 0;
            _rows[day]++;
            if (!closed[day])
            {
                sales += demand[i] > 0 ? 1 : 0;
                _demand[day].Add(demand[i]);
            }
        }

        if (rows.Count > 0)
        {
            _firstRows[rows.Days[0]]++;
        }

        SparseSeries += sales < FewDemands ? 1 : 0;
    }
}
