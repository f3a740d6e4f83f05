using System.Runtime.InteropServices;

namespace IowaSales.Storage.Import;

/// <summary>Which items and days a batch has stated, a bit for each: what tells a duplicate without sorting the batch.</summary>
internal sealed class StatedDays
{
    private const int DaysPerWord = 64;

    private readonly Dictionary<(int Item, int Word), ulong> _words = [];

    /// <summary>Notes an item and day.</summary>
    /// <param name="item">Number of the item.</param>
    /// <param name="date">The day.</param>
    /// <returns>False when it was noted before.</returns>
    public bool TryAdd(int item, DateOnly date)
    {
        var (word, bit) = Math.DivRem(date.DayNumber, DaysPerWord);
        ref var days = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, (item, word), out _);
        var before = days;
        days |= 1UL << bit;
        return days != before;
    }
}
