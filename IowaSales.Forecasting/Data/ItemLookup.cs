using System.Collections.Frozen;

namespace IowaSales.Forecasting.Data;

/// <summary>Finds items by what a person types: the exact name first, then without regard to case, as long as that names one item.</summary>
public sealed class ItemLookup
{
    private readonly FrozenDictionary<string, int> _exact;
    private readonly FrozenDictionary<string, int[]> _caseless;

    /// <summary>Creates the lookup.</summary>
    /// <param name="names">Names of the items, unique, in the order of their indices.</param>
    public ItemLookup(IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        Names = names;
        _exact = names.Index().ToFrozenDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        _caseless = names.Index().GroupBy(entry => ItemName.Sought(entry.Item), entry => entry.Index, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Names of the items.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Finds an item.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="candidates">Indices of all items it may mean: one when it is found, several when it is ambiguous, else none.</param>
    /// <returns>Index of the item; -1 when there is none or it is ambiguous.</returns>
    public int Find(string text, out IReadOnlyList<int> candidates)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_exact.TryGetValue(text, out var index) || _exact.TryGetValue(ItemName.Sought(text), out index))
        {
            candidates = [index];
            return index;
        }

        candidates = _caseless.GetValueOrDefault(ItemName.Sought(text), []);
        return candidates.Count == 1 ? candidates[0] : -1;
    }
}
