namespace IowaSales.Contracts;

/// <summary>Which classes of items a filter such as <c>A</c>, <c>AX</c> or <c>BCZ</c> keeps.</summary>
public static class ItemClassFilter
{
    private const string Volume = "ABC";
    private const string Predictability = "XYZ";

    /// <summary>Whether a text is a filter: capital letters of ABC and XYZ, each at most once.</summary>
    /// <param name="text">The text.</param>
    public static bool IsFilter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length > 0 && text.All(letter => Volume.Contains(letter, StringComparison.Ordinal) || Predictability.Contains(letter, StringComparison.Ordinal)) && text.Distinct().Count() == text.Length;
    }

    /// <summary>Whether a filter keeps an item: its letter of ABC is among those of the filter, or there are none, and so is that of XYZ.</summary>
    /// <param name="filter">The filter; empty keeps all.</param>
    /// <param name="itemClass">Both letters of the item; null for one without a class, which only an empty filter keeps.</param>
    public static bool Keeps(string filter, string? itemClass)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.Length == 0 || (itemClass is [var abc, var xyz] && Has(filter, abc, Volume) && Has(filter, xyz, Predictability));
    }

    private static bool Has(string filter, char letter, string all) =>
        filter.Contains(letter, StringComparison.Ordinal) || !filter.Any(one => all.Contains(one, StringComparison.Ordinal));
}
