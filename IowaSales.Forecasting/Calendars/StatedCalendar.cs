namespace IowaSales.Forecasting.Calendars;

/// <summary>
/// What a person knows of open and closed days, for all items or for one. It goes before whatever is learned from sales, in the past and in
/// the future. Immutable; safe to read from many threads.
/// </summary>
public sealed class StatedCalendar
{
    private readonly Dictionary<DateOnly, StatedDay> _days = [];
    private readonly Dictionary<string, Dictionary<DateOnly, StatedDay>> _itemDays = new(StringComparer.Ordinal);

    /// <summary>Creates a calendar.</summary>
    /// <param name="days">The days; a day and item may be stated twice if both say the same.</param>
    /// <exception cref="ArgumentException">A day is stated both open and closed.</exception>
    public StatedCalendar(IEnumerable<StatedDay> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        foreach (var day in days)
        {
            var ofItem = day.Item is null ? _days : Of(day.Item);
            if (!ofItem.TryAdd(day.Date, day) && ofItem[day.Date].Open != day.Open)
            {
                throw new ArgumentException($"{day.Date:yyyy-MM-dd} is stated both open and closed{(day.Item is null ? "" : $" for {day.Item}")}.", nameof(days));
            }
        }

        Days =
        [
            .. _days.Values.Concat(_itemDays.Values.SelectMany(own => own.Values))
                .OrderBy(day => day.Date)
                .ThenBy(day => day.Item, StringComparer.Ordinal),
        ];
    }

    /// <summary>A calendar that states nothing.</summary>
    public static StatedCalendar Empty { get; } = new([]);

    /// <summary>Every stated day, by date and item.</summary>
    public IReadOnlyList<StatedDay> Days { get; }

    /// <summary>Whether nothing is stated.</summary>
    public bool IsEmpty => Days.Count == 0;

    /// <summary>Items that have days of their own.</summary>
    public IReadOnlyCollection<string> Items => _itemDays.Keys;

    /// <summary>What is stated of a date for all items; null when nothing is.</summary>
    /// <param name="date">The date.</param>
    public StatedDay? On(DateOnly date) => _days.GetValueOrDefault(date);

    /// <summary>What is stated of each date for one item alone; empty when nothing is.</summary>
    /// <param name="item">Name of the item.</param>
    public IReadOnlyDictionary<DateOnly, StatedDay> Own(string item) =>
        _itemDays.GetValueOrDefault(item) ?? (IReadOnlyDictionary<DateOnly, StatedDay>)System.Collections.Frozen.FrozenDictionary<DateOnly, StatedDay>.Empty;

    /// <summary>This calendar under another one, whose days replace those of the same date and item.</summary>
    /// <param name="over">The other calendar.</param>
    public StatedCalendar Under(StatedCalendar over)
    {
        ArgumentNullException.ThrowIfNull(over);
        return over.IsEmpty ? this : IsEmpty ? over : new StatedCalendar([.. Days.ExceptBy(over.Days.Select(KeyOf), KeyOf), .. over.Days]);
    }

    private static (DateOnly Date, string? Item) KeyOf(StatedDay day) => (day.Date, day.Item);

    private Dictionary<DateOnly, StatedDay> Of(string item)
    {
        if (!_itemDays.TryGetValue(item, out var own))
        {
            _itemDays.Add(item, own = []);
        }

        return own;
    }
}

/// <summary>A day of which a person knows whether it is open.</summary>
/// <param name="Date">The day.</param>
/// <param name="Open">Whether it is open.</param>
/// <param name="Name">What it is called; null when it has no name.</param>
/// <param name="Item">The item it is stated for; null for all.</param>
public sealed record StatedDay(DateOnly Date, bool Open, string? Name, string? Item);
