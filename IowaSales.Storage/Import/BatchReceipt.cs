using IowaSales.Storage.Entities;

namespace IowaSales.Storage.Import;

/// <summary>What became of a batch.</summary>
/// <param name="Batch">The batch as stored; as it would be, for a preview.</param>
/// <param name="AlreadyKnown">True when the same rows had come before, as this batch; nothing was changed.</param>
/// <param name="NewItems">Names not seen before, in ordinal order, at most 100.</param>
/// <param name="DataVersion">The sales' version after it.</param>
public sealed record BatchReceipt(Batch Batch, bool AlreadyKnown, IReadOnlyList<string> NewItems, long DataVersion);
