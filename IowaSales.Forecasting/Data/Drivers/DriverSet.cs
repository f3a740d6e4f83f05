namespace IowaSales.Forecasting.Data.Drivers;

/// <summary>
/// Drivers of sales by item and day, and attributes of items. A driver may be stated for all items and for single ones; an item's own value goes before.
/// Immutable; safe to read from many threads. <see cref="DriverSetBuilder"/> makes it.
/// </summary>
public sealed class DriverSet
{
    private readonly DriverColumn[] _columns;

    internal DriverSet(IReadOnlyList<DriverColumn> columns, IReadOnlyList<ItemAttribute> attributes)
    {
        _columns = [.. columns];
        Drivers = [.. columns.Select(column => column.Driver)];
        Attributes = attributes;
    }

    /// <summary>A set without drivers and attributes.</summary>
    public static DriverSet Empty { get; } = new([], []);

    /// <summary>The drivers.</summary>
    public IReadOnlyList<Driver> Drivers { get; }

    /// <summary>The attributes of items.</summary>
    public IReadOnlyList<ItemAttribute> Attributes { get; }

    /// <summary>Whether there is neither a driver nor an attribute.</summary>
    public bool IsEmpty => Drivers.Count == 0 && Attributes.Count == 0;

    /// <summary>Index of a driver by exact name, or -1.</summary>
    /// <param name="name">Its name.</param>
    public int IndexOf(string name) => Array.FindIndex(_columns, column => column.Driver.Name == name);

    /// <summary>Items that have values of their own for a driver.</summary>
    /// <param name="driver">Index of the driver.</param>
    public IReadOnlyCollection<string> ItemsOf(int driver) => [.. _columns[driver].Own.Keys];

    /// <summary>The value of a driver as it was stated: the item's own, else that of all items.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="item">Name of the item; null for what is stated for all.</param>
    /// <param name="date">The day.</param>
    /// <returns>The value; for a category the index of its level; NaN when none is stated.</returns>
    public double ValueOf(int driver, string? item, DateOnly date)
    {
        var own = item is null ? double.NaN : _columns[driver].Own.GetValueOrDefault(item)?.At(date.DayNumber) ?? double.NaN;
        return double.IsNaN(own) ? _columns[driver].Common?.At(date.DayNumber) ?? double.NaN : own;
    }

    /// <summary>What is stated of a driver, as runs: each value holds from its date until the next.</summary>
    /// <param name="driver">Index of the driver.</param>
    /// <param name="item">Name of the item; null for what is stated for all items.</param>
    /// <returns>Dates, ascending, and values; NaN where nothing is stated. The last is NaN. Empty when nothing is stated.</returns>
    public IEnumerable<(DateOnly From, double Value)> RunsOf(int driver, string? item)
    {
        var runs = item is null ? _columns[driver].Common : _columns[driver].Own.GetValueOrDefault(item);
        return runs is null ? [] : runs.Days.Zip(runs.Values, (day, value) => (DateOnly.FromDayNumber(day), value));
    }

    /// <summary>This set with newer values: they go before older ones of the same item and day, and bring new drivers and attributes.</summary>
    /// <param name="newer">The newer set; its definition of a driver of the same name and kind counts, but for a fill that it does not state.</param>
    /// <exception cref="ArgumentException">A driver or attribute of the same name is of another kind.</exception>
    public DriverSet With(DriverSet newer)
    {
        ArgumentNullException.ThrowIfNull(newer);
        if (IsEmpty || newer.IsEmpty)
        {
            return newer.IsEmpty ? this : newer;
        }

        var columns = _columns
            .Select(column => newer.IndexOf(column.Driver.Name) is >= 0 and var other ? DriverColumn.Merge(column, newer._columns[other]) : column)
            .Concat(newer._columns.Where(column => IndexOf(column.Driver.Name) < 0));
        var attributes = Attributes
            .Select(attribute => newer.Attributes.FirstOrDefault(other => other.Name == attribute.Name) is { } other ? ItemAttribute.Merge(attribute, other) : attribute)
            .Concat(newer.Attributes.Where(attribute => Attributes.All(other => other.Name != attribute.Name)));
        return new DriverSet([.. columns], [.. attributes]);
    }

    /// <summary>This set without drivers and attributes of some names.</summary>
    /// <param name="names">The names; exact.</param>
    public DriverSet Without(IReadOnlyCollection<string> names) => names is not { Count: > 0 } ? this : new DriverSet(
        [.. _columns.Where(column => !names.Contains(column.Driver.Name))], [.. Attributes.Where(attribute => !names.Contains(attribute.Name))]);

    internal DriverColumn ColumnOf(int driver) => _columns[driver];
}

/// <summary>A driver and its values.</summary>
/// <param name="Driver">The driver.</param>
/// <param name="Common">What is stated for all items; null when nothing is.</param>
/// <param name="Own">What is stated for single items.</param>
internal sealed record DriverColumn(Driver Driver, DriverRuns? Common, IReadOnlyDictionary<string, DriverRuns> Own)
{
    /// <summary>The values of two sources: the newer one's go before.</summary>
    /// <exception cref="ArgumentException">They are of different kinds.</exception>
    public static DriverColumn Merge(DriverColumn older, DriverColumn newer)
    {
        if (older.Driver.Kind != newer.Driver.Kind)
        {
            throw new ArgumentException($"The driver '{newer.Driver.Name}' is {newer.Driver.Kind.Words()}; before, it was {older.Driver.Kind.Words()}.", nameof(newer));
        }

        var levels = older.Driver.Levels.Union(newer.Driver.Levels).Order(StringComparer.Ordinal).ToArray();
        var filled = newer.Driver.Fill == DriverFill.None ? older.Driver : newer.Driver;
        var driver = newer.Driver with
        {
            Levels = levels,
            Fill = filled.Fill,
            Default = filled.Kind == DriverKind.Category && filled.Fill == DriverFill.Default
                ? Array.IndexOf(levels, filled.Levels[(int)filled.Default])
                : filled.Default,
        };
        var (olderMapped, newerMapped) = (older.Remapped(levels), newer.Remapped(levels));
        var own = olderMapped.Own.Keys.Union(newerMapped.Own.Keys).ToDictionary(
            item => item,
            item => DriverRuns.Merge(olderMapped.Own.GetValueOrDefault(item), newerMapped.Own.GetValueOrDefault(item))!,
            StringComparer.Ordinal);
        return new DriverColumn(driver, DriverRuns.Merge(olderMapped.Common, newerMapped.Common), own);
    }

    private DriverColumn Remapped(string[] levels)
    {
        if (Driver.Kind == DriverKind.Numeric || Driver.Levels.SequenceEqual(levels, StringComparer.Ordinal))
        {
            return this;
        }

        var places = Driver.Levels.Select(level => (double)Array.BinarySearch(levels, level, StringComparer.Ordinal)).ToArray();
        double Mapped(double level) => places[(int)level];
        return this with { Common = Common?.Map(Mapped), Own = Own.ToDictionary(own => own.Key, own => own.Value.Map(Mapped), StringComparer.Ordinal) };
    }
}

/// <summary>Kinds in words.</summary>
internal static class DriverKindWords
{
    /// <summary>The kind with its article, for a message.</summary>
    /// <param name="kind">The kind.</param>
    public static string Words(this DriverKind kind) => kind == DriverKind.Numeric ? "a number" : "a category";
}
