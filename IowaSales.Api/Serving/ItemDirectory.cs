using IowaSales.Forecasting.Data;

namespace IowaSales.Api.Serving;

/// <summary>Finds items by name without regard to case and surrounding blanks, and the names closest to one that is not there.</summary>
internal sealed class ItemDirectory
{
    private const int MaxComparedNameLength = 80;

    private readonly string[] _names;
    private readonly ItemLookup _lookup;

    /// <summary>Creates the directory.</summary>
    /// <param name="names">Names in the order of the series.</param>
    public ItemDirectory(IReadOnlyList<string> names)
    {
        _names = [.. names];
        _lookup = new ItemLookup(_names);
        Sorted = [.. Enumerable.Range(0, _names.Length).OrderBy(index => _names[index], StringComparer.Ordinal)];
    }

    /// <summary>Series indices in ordinal order of their names.</summary>
    public IReadOnlyList<int> Sorted { get; }

    /// <summary>The series of a name, or -1: the exact name first, then one that differs in case or blanks, as long as there is one only.</summary>
    /// <param name="name">Name as the client wrote it.</param>
    public int Find(string name) => _lookup.Find(name, out _);

    /// <summary>The stored names closest to one that is not there (Levenshtein 1966), closest first.</summary>
    /// <param name="name">Name as the client wrote it.</param>
    /// <param name="count">Most names to give.</param>
    public IReadOnlyList<string> Closest(string name, int count)
    {
        var wanted = name.Trim().ToUpperInvariant();
        if (wanted.Length is 0 or > MaxComparedNameLength)
        {
            return [];
        }

        var tolerance = Math.Max(2, wanted.Length / 2);
        return
        [
            .. _names
                .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate.Trim().ToUpperInvariant(), tolerance)))
                .Where(candidate => candidate.Distance <= tolerance)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>Edits between two names; a name that contains the wanted one counts as near however long it is.</summary>
    private static int Distance(string wanted, string candidate, int tolerance)
    {
        if (candidate.Contains(wanted, StringComparison.Ordinal))
        {
            return 1;
        }

        if (Math.Abs(wanted.Length - candidate.Length) > tolerance)
        {
            return int.MaxValue;
        }

        Span<int> previous = stackalloc int[candidate.Length + 1];
        Span<int> current = stackalloc int[candidate.Length + 1];
        for (var j = 0; j <= candidate.Length; j++)
        {
            previous[j] = j;
        }

        for (var i = 1; i <= wanted.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= candidate.Length; j++)
            {
                var substitution = previous[j - 1] + (wanted[i - 1] == candidate[j - 1] ? 0 : 1);
                current[j] = Math.Min(substitution, Math.Min(previous[j], current[j - 1]) + 1);
            }

            current.CopyTo(previous);
        }

        return previous[candidate.Length];
    }
}
