using IowaSales.Forecasting.Data;

namespace IowaSales.Storage.Entities;

/// <summary>A product that has been sold, or was once in a batch.</summary>
public sealed class Item
{
    /// <summary>Number of the item.</summary>
    public int Id { get; set; }

    /// <summary>Its name, in the form of <see cref="ItemName"/>.</summary>
    public required string Name { get; set; }

    /// <summary>What names are matched by: see <see cref="KeyOf"/>. Unique.</summary>
    public required string NameKey { get; set; }

    /// <summary>The form in which names are compared, that of <see cref="ItemName"/>: names that differ in case are two items, as in a panel.</summary>
    /// <param name="name">A name as written.</param>
    public static string KeyOf(string name) => ItemName.Sought(name);
}
