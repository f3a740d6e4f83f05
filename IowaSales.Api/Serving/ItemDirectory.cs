using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Serving;

/// <summary>Finds items by name without regard to case and surrounding blanks, and the names closest to one that is not there.</summary>
/// <param name="columns">The forecasts, with an index by name.</param>
internal sealed class ItemDirectory(ForecastColumns columns)
{
    private const int MaxComparedNameLength = 80;

    /// <summary>Most names that are compared: of more, those that stand next to the wanted one in the order of names.</summary>
    private const int MaxCompared = 50_000;

    /// <summary>Series indices in ordinal order of their names.</summary>
    public IReadOnlyList<int> Sorted => columns.ByName;

    /// <summary>The name of a series.</summary>
    /// <param name="series">Index of the series.</param>
    public string NameOf(int series) => columns.Names[series];

    /// <summary>The series of a name, or -1: the exact name first, then one that differs in case or blanks, as long as there is one only.</summary>
    /// <param name="name">Name as the client wrote it.</param>
    public int Find(string name) => columns.Find(name);

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
            .. Compared(name)
                .Select(candidate => (Name: candidate, Distance: Distance(wanted, candidate.Trim().ToUpperInvariant(), tolerance)))
                .Where(candidate => candidate.Distance <= tolerance)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(count)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>All names of a panel of ordinary size; of a larger one as many around the place of the wanted one.</summary>
    private IEnumerable<string> Compared(string name)
    {
        if (columns.Count <= MaxCompared)
        {
            return columns.Names;
        }

        var (low, high) = (0, columns.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = string.CompareOrdinal(NameOf(Sorted[middle]), name) < 0 ? (middle + 1, high) : (low, middle);
        }

        var first = Math.Clamp(low - (MaxCompared / 2), 0, columns.Count - MaxCompared);
        return Enumerable.Range(first, MaxCompared).Select(place => NameOf(Sorted[place]));
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
