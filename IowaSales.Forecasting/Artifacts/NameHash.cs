using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// Hashes of names that are the same on every machine (FNV-1a; Fowler, Noll &amp; Vo, RFC 9923), for tables that are part of a file, and the tables: open
/// addressing, each place holds the number of a series plus one, 0 for none.
/// </summary>
internal static class NameHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>Hash of a name as it is written.</summary>
    /// <param name="name">The name.</param>
    public static ulong Exact(ReadOnlySpan<char> name)
    {
        var hash = Basis;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * Prime;
        }

        return Mixed(hash);
    }

    /// <summary>
    /// Hash of a name without regard to case: of its length and of what ASCII letters and digits it has, but those that share a capital with a letter beyond
    /// ASCII.
    /// </summary>
    /// <param name="name">The name.</param>
    public static ulong Caseless(ReadOnlySpan<char> name)
    {
        var hash = (Basis ^ (uint)name.Length) * Prime;
        foreach (var letter in name)
        {
            var capital = char.IsAsciiLetterLower(letter) ? (char)(letter - 'a' + 'A') : letter;
            if (char.IsAscii(capital) && capital is not ('S' or 'K' or 'I'))
            {
                hash = (hash ^ capital) * Prime;
            }
        }

        return Mixed(hash);
    }

    /// <summary>Makes the table of some names.</summary>
    /// <param name="names">The names.</param>
    /// <param name="hashOf">Their hash.</param>
    public static int[] TableOf(IReadOnlyList<string> names, Func<string, ulong> hashOf)
    {
        var table = new int[ColumnLayout.Places(names.Count)];
        for (var series = 0; series < names.Count; series++)
        {
            var place = (int)(hashOf(names[series]) & (ulong)(table.Length - 1));
            while (table[place] != 0)
            {
                place = (place + 1) & (table.Length - 1);
            }

            table[place] = series + 1;
        }

        return table;
    }

    /// <summary>Hash of the form of a name in which it is sought.</summary>
    /// <param name="name">The name.</param>
    public static ulong SoughtCaseless(string name) => Caseless(ItemName.Sought(name));

    /// <summary>The low bits choose the place: let all of them count.</summary>
    private static ulong Mixed(ulong hash)
    {
        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15;
        return hash ^ (hash >> 29);
    }
}
