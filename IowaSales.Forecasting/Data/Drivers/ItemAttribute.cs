namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>What is always so of each item: its category, vendor, store type.</summary>
public sealed class ItemAttribute
{
    private readonly IReadOnlyDictionary<string, double> _values;

    internal ItemAttribute(string name, DriverKind kind, IReadOnlyList<string> levels, IReadOnlyDictionary<string, double> values)
    {
        (Name, Kind, Levels, _values) = (name, kind, levels, values);
    }

    /// <summary>Its name, unique among the attributes of a panel.</summary>
    public string Name { get; }

    /// <summary>Whether its values are numbers or levels of a category.</summary>
    public DriverKind Kind { get; }

    /// <summary>Names of the levels of a category, in ordinal order; a value is an index into them. Empty for a number.</summary>
    public IReadOnlyList<string> Levels { get; }

    /// <summary>Items that have a value.</summary>
    public IEnumerable<string> Items => _values.Keys;

    /// <summary>The value of an item: a number, or the index of its level; NaN when it is blank.</summary>
    /// <param name="item">Name of the item.</param>
    public double ValueOf(string item) => _values.TryGetValue(item, out var value) ? value : double.NaN;

    /// <summary>The value of an item in words; null when it is blank.</summary>
    /// <param name="item">Name of the item.</param>
    public string? TextOf(string item)
    {
        var value = ValueOf(item);
        return double.IsNaN(value) ? null : Kind == DriverKind.Category ? Levels[(int)value] : value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>The values of two sources: the newer one's go before.</summary>
    /// <exception cref="ArgumentException">They are of different kinds.</exception>
    internal static ItemAttribute Merge(ItemAttribute older, ItemAttribute newer)
    {
        if (older.Kind != newer.Kind)
        {
            throw new ArgumentException($"The attribute '{newer.Name}' is {newer.Kind.Words()}; before, it was {older.Kind.Words()}.", nameof(newer));
        }

        var levels = older.Levels.Union(newer.Levels).Order(StringComparer.Ordinal).ToArray();
        var places = levels.Index().ToDictionary(level => level.Item, level => (double)level.Index, StringComparer.Ordinal);
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var source in (ItemAttribute[])[older, newer])
        {
            foreach (var (item, value) in source._values)
            {
                values[item] = source.Kind == DriverKind.Category ? places[source.Levels[(int)value]] : value;
            }
        }

        return new ItemAttribute(newer.Name, newer.Kind, levels, values);
    }
}
