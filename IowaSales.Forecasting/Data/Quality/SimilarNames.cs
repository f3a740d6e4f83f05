using System.Globalization;
using System.Text;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>Finds items whose names a person would take for one: they differ in case, blanks, accents, punctuation or quotes only.</summary>
public static class SimilarNames
{
    /// <summary>Groups of names that look alike.</summary>
    /// <param name="names">Names of items, unique.</param>
    /// <returns>The groups of two or more, each in ordinal order, ordered by their first name.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> In(IEnumerable<string> names) =>
    [
        .. names.GroupBy(Skeleton, StringComparer.Ordinal)
            .Where(group => group.Key.Length > 0 && group.Count() > 1)
            .Select(group => group.Order(StringComparer.Ordinal).ToArray())
            .OrderBy(group => group[0], StringComparer.Ordinal),
    ];

    /// <summary>A name without what a hurried reader passes over: case, blanks, marks and the shape of quotes and dashes.</summary>
    private static string Skeleton(string name)
    {
        var letters = new StringBuilder(name.Length);
        foreach (var rune in CanonicalForm.Decomposed(name.ToUpperInvariant()))
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.Format:
                    break;
                case UnicodeCategory.DashPunctuation:
                    letters.Append('-');
                    break;
                case UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.ModifierLetter:
                    letters.Append('\'');
                    break;
                default:
                    letters.Append(rune.Value is '`' or 0xB4 or '"' ? "'" : rune.ToString());
                    break;
            }
        }

        return letters.ToString();
    }
}
