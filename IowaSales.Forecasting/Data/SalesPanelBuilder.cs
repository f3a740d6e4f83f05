using System.Runtime.InteropServices;

namespace IowaSales.Forecasting.Data;

/// <summary>Collects rows in any order and builds a <see cref="SalesPanel"/>; rows that repeat an item and date are summed and counted.</summary>
public sealed class SalesPanelBuilder
{
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _items = [];
    private readonly List<int> _series = [];
    private readonly List<int> _dayNumbers = [];
    private readonly List<double> _values = [];

    /// <summary>Creates an empty builder.</summary>
    public SalesPanelBuilder() => _lookup = _indices.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Number of rows added so far.</summary>
    public int RowCount => _values.Count;

    /// <summary>Rows that repeated an item and date in the last build.</summary>
    public int DuplicateCount { get; private set; }

    /// <summary>Adds one row.</summary>
    /// <param name="date">The day.</param>
    /// <param name="item">Name of the item.</param>
    /// <param name="value">Total sold that day; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public void Add(DateOnly date, ReadOnlySpan<char> item, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Sales must be finite numbers.");
        }

        if (!_lookup.TryGetValue(item, out var index))
        {
            var name = item.ToString();
            index = _items.Count;
            _items.Add(name);
            _indices.Add(name, index);
        }

        _series.Add(index);
        _dayNumbers.Add(date.DayNumber);
        _values.Add(value);
    }

    /// <summary>Builds the panel with its items in ordinal order, from the first to the last date added.</summary>
    /// <returns>The panel.</returns>
    /// <exception cref="InvalidOperationException">No row was added.</exception>
    public SalesPanel Build() => Build([]);

    /// <summary>Builds the panel with <paramref name="leadingItems"/> first, in their order, then the others in ordinal order.</summary>
    /// <param name="leadingItems">Names that keep their index even where they have no row.</param>
    /// <param name="firstDate">Date of day 0, at or before the first row; null for the first row's date.</param>
    /// <returns>The panel.</returns>
    /// <exception cref="InvalidOperationException">No row was added, or one is before <paramref name="firstDate"/>.</exception>
    public SalesPanel Build(IReadOnlyList<string> leadingItems, DateOnly? firstDate = null)
    {
        if (_values.Count == 0)
        {
            throw new InvalidOperationException("A panel needs at least one row.");
        }

        var dayNumbers = CollectionsMarshal.AsSpan(_dayNumbers);
        var first = int.MaxValue;
        var last = int.MinValue;
        foreach (var number in dayNumbers)
        {
            first = Math.Min(first, number);
            last = Math.Max(last, number);
        }

        var origin = firstDate?.DayNumber ?? first;
        if (origin > first)
        {
            throw new InvalidOperationException($"A row lies before the panel's first date {firstDate:yyyy-MM-dd}.");
        }

        var (names, rank) = OrderItems(leadingItems);
        var (starts, order) = GroupBySeries(names.Length, rank);
        var days = new int[order.Length];
        var values = new double[order.Length];
        var finalStarts = new int[names.Length + 1];
        var written = 0;
        DuplicateCount = 0;
        for (var series = 0; series < names.Length; series++)
        {
            finalStarts[series] = written;
            var rows = order.AsSpan(starts[series], starts[series + 1] - starts[series]);
            rows.Sort((a, b) => _dayNumbers[a] != _dayNumbers[b] ? _dayNumbers[a].CompareTo(_dayNumbers[b]) : a.CompareTo(b));
            foreach (var row in rows)
            {
                var day = _dayNumbers[row] - origin;
                if (written > finalStarts[series] && days[written - 1] == day)
                {
                    values[written - 1] += _values[row];
                    DuplicateCount++;
                    continue;
                }

                days[written] = day;
                values[written] = _values[row];
                written++;
            }
        }

        finalStarts[names.Length] = written;
        Array.Resize(ref days, written);
        Array.Resize(ref values, written);
        return new SalesPanel(DateOnly.FromDayNumber(origin), last - origin + 1, names, finalStarts, days, values);
    }

    private (string[] Names, int[] Rank) OrderItems(IReadOnlyList<string> leadingItems)
    {
        var leading = leadingItems.ToHashSet(StringComparer.Ordinal);
        var names = leadingItems
            .Concat(_items.Where(item => !leading.Contains(item)).Order(StringComparer.Ordinal))
            .ToArray();
        var rank = new int[_items.Count];
        for (var i = 0; i < names.Length; i++)
        {
            if (_indices.TryGetValue(names[i], out var index))
            {
                rank[index] = i;
            }
        }

        return (names, rank);
    }

    /// <summary>Counting sort of the rows by series: where each series starts, and the row numbers in that order.</summary>
    private (int[] Starts, int[] Order) GroupBySeries(int seriesCount, int[] rank)
    {
        var starts = new int[seriesCount + 1];
        foreach (var index in CollectionsMarshal.AsSpan(_series))
        {
            starts[rank[index] + 1]++;
        }

        for (var i = 0; i < seriesCount; i++)
        {
            starts[i + 1] += starts[i];
        }

        var next = starts.AsSpan(0, seriesCount).ToArray();
        var order = new int[_series.Count];
        for (var row = 0; row < order.Length; row++)
        {
            order[next[rank[_series[row]]]++] = row;
        }

        return (starts, order);
    }
}
