using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Drivers;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// Daily sales of many series over one span of dates, stored sparsely: per series the days that have a row, in order, and their totals.
/// Memory grows with the rows of sales, not with series × days. Immutable; safe to read from many threads.
/// </summary>
public sealed class SalesPanel
{
    private readonly string[] _items;
    private readonly int[] _starts;
    private readonly int[] _days;
    private readonly double[] _values;
    private readonly double[] _demand;
    private readonly Dictionary<string, int> _indices;
    private readonly Lazy<SalesPanel> _traded;
    private readonly Lazy<PanelDrivers?> _ownDrivers;

    /// <summary>Creates a panel from its columns; <see cref="SalesPanelBuilder"/> is the usual way.</summary>
    /// <param name="firstDate">Date of day 0.</param>
    /// <param name="dayCount">Number of days from the first to the last date, both included.</param>
    /// <param name="items">Names of the series, unique.</param>
    /// <param name="starts">Where each series begins in <paramref name="days"/>; one more entry than items.</param>
    /// <param name="days">Day indices, ascending within a series, each in 0 .. <paramref name="dayCount"/> - 1.</param>
    /// <param name="values">Totals beside <paramref name="days"/>.</param>
    /// <exception cref="ArgumentException">The columns do not fit together.</exception>
    public SalesPanel(DateOnly firstDate, int dayCount, string[] items, int[] starts, int[] days, double[] values)
    {
        if (starts.Length != items.Length + 1 || days.Length != values.Length || starts[^1] != days.Length)
        {
            throw new ArgumentException("The panel's columns do not fit together.", nameof(starts));
        }

        FirstDate = firstDate;
        DayCount = dayCount;
        _items = items;
        _starts = starts;
        _days = days;
        _values = values;
        Stated = StatedCalendar.Empty;
        Drivers = DriverSet.Empty;
        _ownDrivers = new Lazy<PanelDrivers?>((PanelDrivers?)null);
        _traded = new Lazy<SalesPanel>(WithoutClosedRows);
        _demand = values.Any(value => value < 0) ? Array.ConvertAll(values, value => Math.Max(0, value)) : values;
        _indices = new Dictionary<string, int>(items.Length, StringComparer.Ordinal);
        for (var i = 0; i < items.Length; i++)
        {
            if (!_indices.TryAdd(items[i], i))
            {
                throw new ArgumentException($"The item '{items[i]}' is in the panel twice.", nameof(items));
            }
        }
    }

    private SalesPanel(SalesPanel panel, StatedCalendar stated, DriverSet drivers, MissingDays missing, PanelStatistics? whole)
    {
        Whole = whole;
        (FirstDate, DayCount, _items, _starts, _days, _values) = (panel.FirstDate, panel.DayCount, panel._items, panel._starts, panel._days, panel._values);
        _demand = panel._demand;
        _indices = panel._indices;
        Stated = stated;
        Drivers = drivers;
        Missing = missing;
        _ownDrivers = ReferenceEquals(drivers, panel.Drivers) ? panel._ownDrivers
            : new Lazy<PanelDrivers?>(() => drivers.Drivers.Count == 0 ? null : new PanelDrivers(drivers, _items));
        _traded = new Lazy<SalesPanel>(WithoutClosedRows);
    }

    private SalesPanel(SalesPanel panel, double[] demand)
        : this(panel, panel.Stated, panel.Drivers, panel.Missing, panel.Whole) => _values = _demand = demand;

    /// <summary>Date of day 0.</summary>
    public DateOnly FirstDate { get; }

    /// <summary>Number of days from the first to the last date, both included.</summary>
    public int DayCount { get; }

    /// <summary>What a person stated of open and closed days; it may reach beyond the last date.</summary>
    public StatedCalendar Stated { get; }

    /// <summary>Drivers of the sales and attributes of the items; drivers may reach beyond the last date.</summary>
    public DriverSet Drivers { get; }

    /// <summary>What a day without a row means.</summary>
    public MissingDays Missing { get; }

    /// <summary>What all series say together of the panel that these are a part of; null where they are all.</summary>
    internal PanelStatistics? Whole { get; }

    /// <summary>Whether the panel has one series only, and is not a part of one that has more.</summary>
    internal bool IsAlone => (Whole?.SeriesCount ?? SeriesCount) == 1;

    /// <summary>The drivers by series; null when there is none.</summary>
    internal PanelDrivers? OwnDrivers => _ownDrivers.Value;

    /// <summary>
    /// The panel without rows that tell nothing of demand: on a day that is stated as closed or on which nothing could be sold, and, of several series,
    /// on a day on which all rows are 0. The panel itself when it has no such row.
    /// </summary>
    internal SalesPanel Traded => _traded.Value;

    /// <summary>The last date.</summary>
    public DateOnly LastDate => DateOf(DayCount - 1);

    /// <summary>Names of the series, in the panel's order.</summary>
    public IReadOnlyList<string> Items => _items;

    /// <summary>Number of series.</summary>
    public int SeriesCount => _items.Length;

    /// <summary>Number of rows over all series.</summary>
    public int RowCount => _days.Length;

    /// <summary>The date of a day index; indices past the end give later dates.</summary>
    /// <param name="day">Day index.</param>
    public DateOnly DateOf(int day) => FirstDate.AddDays(day);

    /// <summary>The day index of a date; may lie outside the panel.</summary>
    /// <param name="date">The date.</param>
    public int DayOf(DateOnly date) => date.DayNumber - FirstDate.DayNumber;

    /// <summary>Index of a series by exact name, or -1.</summary>
    /// <param name="item">Name of the item.</param>
    public int IndexOf(string item) => _indices.GetValueOrDefault(item, -1);

    /// <summary>The same sales beside another stated calendar.</summary>
    /// <param name="stated">What a person stated.</param>
    public SalesPanel With(StatedCalendar stated)
    {
        ArgumentNullException.ThrowIfNull(stated);
        return ReferenceEquals(stated, Stated) ? this : new SalesPanel(this, stated, Drivers, Missing, Whole);
    }

    /// <summary>The same sales beside other drivers and attributes.</summary>
    /// <param name="drivers">The drivers, by name of item; those of other items are kept and not used.</param>
    public SalesPanel With(DriverSet drivers)
    {
        ArgumentNullException.ThrowIfNull(drivers);
        return ReferenceEquals(drivers, Drivers) ? this : new SalesPanel(this, Stated, drivers, Missing, Whole);
    }

    /// <summary>The same sales with another meaning of days without a row.</summary>
    /// <param name="missing">What such a day means.</param>
    public SalesPanel With(MissingDays missing) => missing == Missing ? this : new SalesPanel(this, Stated, Drivers, missing, Whole);

    /// <summary>The same sales beside items that never sold; they come last, in their order.</summary>
    /// <param name="items">Their names; those that the panel has are left out.</param>
    public SalesPanel WithUnsold(IReadOnlyList<string> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        string[] unsold = [.. items.Where(item => IndexOf(item) < 0).Distinct(StringComparer.Ordinal)];
        return unsold.Length == 0 ? this : new SalesPanel(
            FirstDate, DayCount, [.. _items, .. unsold], [.. _starts, .. Enumerable.Repeat(_days.Length, unsold.Length)], _days, _values)
            .With(Stated).With(Drivers).With(Missing);
    }

    /// <summary>The same sales as a part of a panel.</summary>
    /// <param name="whole">What all series of that panel say together.</param>
    internal SalesPanel PartOf(PanelStatistics whole) => new(this, Stated, Drivers, Missing, whole);

    /// <summary>The same rows with other demand.</summary>
    /// <param name="change">Called with a series, its days, and its demand, which it may change; from many threads.</param>
    internal SalesPanel WithDemand(Action<int, ReadOnlySpan<int>, Span<double>> change)
    {
        var demand = (double[])_demand.Clone();
        Parallel.For(0, SeriesCount, series =>
        {
            var (start, length) = (_starts[series], _starts[series + 1] - _starts[series]);
            change(series, _days.AsSpan(start, length), demand.AsSpan(start, length));
        });
        return new SalesPanel(this, demand);
    }

    /// <summary>Whether another panel holds the very same sales, beside whatever calendar and drivers.</summary>
    /// <param name="other">The other panel.</param>
    public bool SharesRowsWith(SalesPanel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return ReferenceEquals(_values, other._values);
    }

    /// <summary>The rows of one series as they were reported, returns taken off: a total below 0 says that more came back than was sold.</summary>
    /// <param name="series">Index of the series.</param>
    public SeriesRows Rows(int series)
    {
        var start = _starts[series];
        var length = _starts[series + 1] - start;
        return new SeriesRows(_days.AsSpan(start, length), _values.AsSpan(start, length));
    }

    /// <summary>The demand of one series on days before <paramref name="endDay"/>: its rows, with a total below 0 as 0.</summary>
    /// <param name="series">Index of the series.</param>
    /// <param name="endDay">First day left out.</param>
    public SeriesRows DemandBefore(int series, int endDay)
    {
        var (start, count) = (_starts[series], CountBefore(series, endDay));
        return new SeriesRows(_days.AsSpan(start, count), _demand.AsSpan(start, count));
    }

    /// <summary>The panel as it was known at the end of the day before <paramref name="endDay"/>; items keep their index, rows or not.</summary>
    /// <param name="endDay">First day left out, 1 .. <see cref="DayCount"/>.</param>
    /// <returns>A panel of <paramref name="endDay"/> days.</returns>
    public SalesPanel Before(int endDay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(endDay, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(endDay, DayCount);
        var starts = new int[_starts.Length];
        var days = new List<int>(_days.Length);
        var values = new List<double>(_days.Length);
        for (var series = 0; series < SeriesCount; series++)
        {
            var rows = Rows(series);
            var count = CountBefore(series, endDay);
            days.AddRange(rows.Days[..count]);
            values.AddRange(rows.Values[..count]);
            starts[series + 1] = days.Count;
        }

        return new SalesPanel(FirstDate, endDay, _items, starts, [.. days], [.. values]).With(Stated).With(Drivers).With(Missing);
    }

    private int NumberOf(int day) => FirstDate.DayNumber + day;

    private SalesPanel WithoutClosedRows()
    {
        var traded = new bool[DayCount];
        for (var row = 0; row < _days.Length; row++)
        {
            traded[_days[row]] |= _values[row] != 0 || IsAlone;
        }

        for (var day = 0; day < DayCount; day++)
        {
            traded[day] |= Whole?.TradedOn(day) ?? false;
            traded[day] = Stated.On(DateOf(day))?.Open ?? traded[day];
        }

        var own = Stated.Items.Select(IndexOf).Where(series => series >= 0).ToDictionary(series => series, series => Stated.Own(_items[series]));
        var hiding = OwnDrivers is { CanHide: true } drivers ? drivers : null;
        if (own.Count == 0 && hiding is null && _days.All(day => traded[day]))
        {
            return this;
        }

        var starts = new int[_starts.Length];
        var days = new List<int>(_days.Length);
        var values = new List<double>(_days.Length);
        for (var series = 0; series < SeriesCount; series++)
        {
            var stated = own.GetValueOrDefault(series);
            for (var row = _starts[series]; row < _starts[series + 1]; row++)
            {
                var day = _days[row];
                var isOpen = stated?.GetValueOrDefault(DateOf(day))?.Open ?? hiding?.IsOpen(series, NumberOf(day), int.MaxValue) ?? traded[day];
                if (isOpen && hiding?.IsUnobserved(series, NumberOf(day), int.MaxValue) != true)
                {
                    days.Add(day);
                    values.Add(_values[row]);
                }
            }

            starts[series + 1] = days.Count;
        }

        var traders = new SalesPanel(FirstDate, DayCount, _items, starts, [.. days], [.. values]).With(Stated).With(Drivers).With(Missing);
        return Whole is { } whole ? traders.PartOf(whole) : traders;
    }

    private int CountBefore(int series, int endDay)
    {
        var days = Rows(series).Days;
        if (days.Length == 0 || days[^1] < endDay)
        {
            return days.Length;
        }

        var end = days.BinarySearch(endDay);
        return end < 0 ? ~end : end;
    }
}
