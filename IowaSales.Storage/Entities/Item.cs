namespace IowaSales.Storage.Entities;

/// <summary>A product that has been sold, or was once in a batch.</summary>
public sealed class Item
{
    /// <summary>Longest name taken, characters.</summary>
    public const int MaxNameLength = 200;

    /// <summary>Number of the item.</summary>
    public int Id { get; set; }

    /// <summary>Its name as first seen, without surrounding blanks.</summary>
    public required string Name { get; set; }

    /// <summary>What names are matched by: see <see cref="KeyOf"/>. Unique.</summary>
    public required string NameKey { get; set; }

    /// <summary>The form in which names are compared: without surrounding blanks and without regard to case.</summary>
    /// <param name="name">A name as written.</param>
    public static string KeyOf(string name) => name.Trim().ToUpperInvariant();
}
