using System.Globalization;
using System.Text;

namespace IowaSales.Web.Components.Shared;

/// <summary>
/// Finds names by what a person types: words in any case and order, any part of a name, without accents or apostrophes, small numbers as digits
/// or words. Only where no name holds all words as typed are typing errors forgiven, so that a search that hits stays exact.
/// </summary>
internal static class NameSearch
{
    /// <summary>Shortest word in which an error is forgiven, and in which two are.</summary>
    private const int OneErrorFrom = 4;
    private const int TwoErrorsFrom = 8;

    private static readonly string[] Numbers =
        ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN", "ELEVEN", "TWELVE"];

    /// <summary>The entries whose names fit, in their own order; all of them when nothing is typed.</summary>
    /// <typeparam name="T">What is named.</typeparam>
    /// <param name="text">What was typed.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="nameOf">The name of one.</param>
    public static IReadOnlyList<T> Keep<T>(string text, IReadOnlyList<T> entries, Func<T, string> nameOf)
    {
        var words = Words(text);
        if (words.Length == 0)
        {
            return entries;
        }

        var exact = entries.Where(entry => Holds(Words(nameOf(entry)), words)).ToList();
        return exact.Count > 0 ? exact : [.. entries.Where(entry => Errors(Words(nameOf(entry)), words) is not null)];
    }

    /// <summary>The names that fit: with the fewest errors first, then those that start with what was typed, then in their own order.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="names">All names.</param>
    public static IEnumerable<string> Rank(string text, IReadOnlyList<string> names)
    {
        var words = Words(text);
        return words.Length == 0
            ? names
            : Keep(text, names, name => name)
                .Select(name => (Name: name, Words: Words(name)))
                .OrderBy(entry => Errors(entry.Words, words) ?? 0)
                .ThenBy(entry => !entry.Words[0].StartsWith(words[0], StringComparison.Ordinal))
                .Select(entry => entry.Name);
    }

    /// <summary>Letters and digits in capitals, without accents; an apostrophe joins, anything else separates.</summary>
    private static string[] Words(string text)
    {
        var plain = new StringBuilder(text.Length);
        // Half a surrogate pair cannot be normalized.
        foreach (var sign in string.Concat(text.EnumerateRunes()).Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(sign))
            {
                plain.Append(char.ToUpperInvariant(sign));
            }
            else if (sign is not ('\'' or '\u2019' or '\u00b4' or '`') && CharUnicodeInfo.GetUnicodeCategory(sign) != UnicodeCategory.NonSpacingMark)
            {
                plain.Append(' ');
            }
        }

        return plain.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    private static bool Holds(string[] name, string[] words)
    {
        var joined = string.Concat(name);
        return Array.TrueForAll(words, word => Array.Exists(name, part => part.Contains(word, StringComparison.Ordinal) || IsNumber(part, word))
            || (word.Length >= OneErrorFrom && joined.Contains(word, StringComparison.Ordinal)));
    }

    /// <summary>Errors over all words; null where a word is like no part of the name.</summary>
    private static int? Errors(string[] name, string[] words)
    {
        var sum = 0;
        foreach (var word in words)
        {
            var forgiven = word.Length >= TwoErrorsFrom ? 2 : word.Length >= OneErrorFrom ? 1 : 0;
            var fewest = Holds(name, [word]) ? 0 : name.Select(part => ErrorsAtStart(part, word)).DefaultIfEmpty(int.MaxValue).Min();
            if (fewest > forgiven)
            {
                return null;
            }

            sum += fewest;
        }

        return sum;
    }

    private static bool IsNumber(string part, string word) => Says(part, word) || Says(word, part);

    private static bool Says(string digits, string word) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Numbers.Length
        && digits.Length == (number < 10 ? 1 : 2) && Numbers[number] == word;

    /// <summary>
    /// Fewest errors between a word and the beginning of a part, or the part as a whole, so that a word counts while it is still being typed:
    /// letters left out, added, mistaken, or two in the wrong order (optimal string alignment).
    /// </summary>
    private static int ErrorsAtStart(string part, string word)
    {
        var (before, above, row) = (new int[part.Length + 1], new int[part.Length + 1], new int[part.Length + 1]);
        for (var column = 0; column <= part.Length; column++)
        {
            row[column] = column;
        }

        for (var line = 1; line <= word.Length; line++)
        {
            (before, above, row) = (above, row, before);
            row[0] = line;
            for (var column = 1; column <= part.Length; column++)
            {
                var same = word[line - 1] == part[column - 1];
                row[column] = Math.Min(Math.Min(row[column - 1], above[column]) + 1, above[column - 1] + (same ? 0 : 1));
                if (line > 1 && column > 1 && word[line - 1] == part[column - 2] && word[line - 2] == part[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }
        }

        return row.Min();
    }
}
