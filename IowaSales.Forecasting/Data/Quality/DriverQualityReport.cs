using System.Globalization;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>What the drivers and attributes of a panel look like as data.</summary>
/// <param name="Drivers">One entry a driver.</param>
/// <param name="Attributes">One entry an attribute.</param>
/// <param name="DriverItemsWithoutSales">Items with drivers and without sales: a misspelled name would else go unnoticed.</param>
/// <param name="AttributeItemsWithoutSales">Items with attributes and without sales.</param>
public sealed record DriverQualityReport(
    IReadOnlyList<DriverQuality> Drivers,
    IReadOnlyList<AttributeQuality> Attributes,
    IReadOnlyList<string> DriverItemsWithoutSales,
    IReadOnlyList<string> AttributeItemsWithoutSales)
{
    /// <summary>What a person should know, a sentence each.</summary>
    /// <param name="lastSales">Last day of the sales.</param>
    public IEnumerable<string> Remarks(DateOnly lastSales)
    {
        foreach (var driver in Drivers)
        {
            if (driver.Constant)
            {
                yield return $"The driver '{driver.Name}' always has the same value, so nothing can be learnt from it.";
            }

            if (driver.NewLevels.Count > 0)
            {
                yield return $"The driver '{driver.Name}' has values after {Day(lastSales)} that no day before has: {Names(driver.NewLevels)}; nothing is known of their effect.";
            }

            if (driver.RowsWithout > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"The driver '{driver.Name}' is not known on {driver.RowsWithout:#,0} rows of sales, first for {driver.FirstWithout}.");
            }
        }

        foreach (var attribute in Attributes)
        {
            if (attribute.Constant)
            {
                yield return $"The attribute '{attribute.Name}' is the same for all items, so nothing can be learnt from it.";
            }

            if (attribute.ItemsWithout > 0)
            {
                yield return $"The attribute '{attribute.Name}' is blank for {attribute.ItemsWithout} of {attribute.ItemsWith + attribute.ItemsWithout} items.";
            }
        }

        if (DriverItemsWithoutSales.Count > 0)
        {
            yield return $"The drivers name {Count(DriverItemsWithoutSales)} without sales: {Names(DriverItemsWithoutSales)}.";
        }

        if (AttributeItemsWithoutSales.Count > 0)
        {
            yield return $"The attributes name {Count(AttributeItemsWithoutSales)} without sales: {Names(AttributeItemsWithoutSales)}.";
        }
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Count(IReadOnlyList<string> items) => items.Count == 1 ? "1 item" : $"{items.Count} items";

    private static string Names(IReadOnlyList<string> names)
    {
        const int Shown = 5;
        return $"{string.Join(", ", names.Take(Shown).Select(name => $"'{name}'"))}{(names.Count > Shown ? ", ..." : "")}";
    }
}

/// <summary>What a driver looks like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>number</c> or <c>category</c>.</param>
/// <param name="Fill">What a day without a value has: <c>last</c> or a default; null for nothing.</param>
public sealed record DriverQuality(string Name, string Type, string? Fill)
{
    /// <summary>Smallest value; null for a category.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value; null for a category.</summary>
    public double? Max { get; init; }

    /// <summary>Levels of a category.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>First day with a value; null when there is none.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day with a value of any item; null when there is none.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>Whether every value is the same.</summary>
    public bool Constant { get; init; }

    /// <summary>Levels after the sales that no day before has, at most 20.</summary>
    public IReadOnlyList<string> NewLevels { get; init; } = [];

    /// <summary>Rows of sales on days on which the driver is not known.</summary>
    public long RowsWithout { get; init; }

    /// <summary>Item and day of the first of them; null when there is none.</summary>
    public string? FirstWithout { get; init; }
}

/// <summary>What an attribute looks like.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type"><c>number</c> or <c>category</c>.</param>
/// <param name="ItemsWith">Items with sales that have a value.</param>
/// <param name="ItemsWithout">Items with sales that have none.</param>
public sealed record AttributeQuality(string Name, string Type, int ItemsWith, int ItemsWithout)
{
    /// <summary>Smallest value; null for a category.</summary>
    public double? Min { get; init; }

    /// <summary>Largest value; null for a category.</summary>
    public double? Max { get; init; }

    /// <summary>Levels of a category.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>Whether all items have the same value.</summary>
    public bool Constant { get; init; }
}
