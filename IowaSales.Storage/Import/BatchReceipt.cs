using IowaSales.Storage.Entities;

namespace IowaSales.Storage.Import;

/// <summary>What became of a batch.</summary>
/// <param name="Batch">The batch as stored; as it would be, for a preview.</param>
/// <param name="AlreadyKnown">True when the same rows were imported before, as this batch, and are all in force; nothing was changed.</param>
/// <param name="NewItems">Names not seen before, in ordinal order, at most 100.</param>
/// <param name="DataVersion">The sales' version after it.</param>
/// <param name="Unusual">What looks wrong with it; empty when nothing does.</param>
public sealed record BatchReceipt(
    Batch Batch, bool AlreadyKnown, IReadOnlyList<string> NewItems, long DataVersion, IReadOnlyList<UnusualFinding> Unusual)
{
    /// <summary>Rows that repeated an item and day; they were summed.</summary>
    public int Duplicates { get; init; }
}

/// <summary>What undoing an applied batch, or applying an undone one again, changes.</summary>
/// <param name="Batch">The batch as it is.</param>
/// <param name="Removed">Item-days that no batch states any longer.</param>
/// <param name="Added">Item-days that no applied batch states now.</param>
/// <param name="Replaced">Item-days whose value comes from another batch afterwards.</param>
/// <param name="Kept">Item-days of the batch that stay as they are, because a newer batch states them.</param>
public sealed record BatchEffect(Batch Batch, int Removed, int Added, int Replaced, int Kept);

/// <summary>A batch can not be undone or applied again.</summary>
/// <param name="message">Why, and what to do.</param>
public sealed class BatchChangeRefusedException(string message) : Exception(message);
