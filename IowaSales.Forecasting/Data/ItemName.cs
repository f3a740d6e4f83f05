using System.Globalization;
using System.Text;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// The one form in which an item's name is kept, compared and shown: Unicode normalization form C, blanks of any kind as single spaces,
/// none at the ends, nothing invisible. Names are then equal or not, case included.
/// </summary>
public static class ItemName
{
    /// <summary>Longest name, in characters (Unicode code points).</summary>
    public const int MaxLength = 200;

    /// <summary>Text longer than this in UTF-16 units is not looked at: no name within <see cref="MaxLength"/> is written so.</summary>
    public const int MaxWrittenLength = 4096;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>What spreadsheets take for the start of a formula; an apostrophe in front of it is an escape, not part of a name.</summary>
    private const string FormulaStarts = "=+-@";

    /// <summary>Whether a text is a name as it stands, of printable ASCII: the usual case, told without allocating.</summary>
    /// <param name="text">The text.</param>
    public static bool IsPlain(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength || text[0] is ' ' or '\'' || text[^1] == ' ' || text.ContainsAnyExceptInRange(' ', '~'))
        {
            return false;
        }

        return !text.Contains("  ", StringComparison.Ordinal);
    }

    /// <summary>Brings a text into the form of a name.</summary>
    /// <param name="text">The text as written.</param>
    /// <param name="name">The name; empty when there is none.</param>
    /// <returns>What is wrong with the text, in the words after "the name"; null when it is a name.</returns>
    public static string? Normalize(ReadOnlySpan<char> text, out string name)
    {
        name = "";
        if (IsPlain(text))
        {
            name = text.ToString();
            return null;
        }

        if (text.Length > MaxWrittenLength)
        {
            return TooLong(text.Length);
        }

        var kept = new StringBuilder(text.Length);
        var (blank, before) = (false, 0);
        for (var i = 0; i < text.Length;)
        {
            if (Rune.DecodeFromUtf16(text[i..], out var rune, out var used) != System.Buffers.OperationStatus.Done || IsNoncharacter(rune.Value))
            {
                return "has half a character or none in it; save the file as UTF-8";
            }

            i += used;
            if (IsBlank(rune))
            {
                blank = kept.Length > 0;
                continue;
            }

            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Control)
            {
                return $"has the control character U+{rune.Value:X4} in it";
            }

            if (IsInvisible(rune) && !(JoinsOrSelects(rune.Value) && before > '\u02FF' && !blank))
            {
                continue;
            }

            if (blank)
            {
                kept.Append(' ');
                blank = false;
            }

            kept.Append(rune.ToString());
            before = rune.Value;
        }

        // A joiner at the end joins nothing.
        while (kept.Length > 0 && kept[^1] is (char)ZeroWidthJoiner or (char)ZeroWidthNonJoiner)
        {
            kept.Length--;
        }

        var normal = WithoutFormulaEscape(CanonicalForm.Of(kept.ToString()));
        var length = normal.EnumerateRunes().Count();
        if (length is 0 or > MaxLength)
        {
            return length == 0 ? "is blank" : TooLong(length);
        }

        name = normal;
        return null;
    }

    /// <summary>The form of a text that is looked up as a name: normalized, or as it stands where it can be none.</summary>
    /// <param name="text">The text.</param>
    public static string Sought(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Normalize(text, out var name) is null ? name : text;
    }

    private static string TooLong(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"has {length} characters; {MaxLength} are allowed");

    private static bool IsNoncharacter(int point) => (point & 0xFFFE) == 0xFFFE || point is >= 0xFDD0 and <= 0xFDEF;

    /// <summary>White space of any kind, and letters that are drawn as nothing.</summary>
    private static bool IsBlank(Rune rune) =>
        Rune.IsWhiteSpace(rune) || rune.Value is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0;

    /// <summary>Format characters (zero-width, bidirectional marks, soft hyphen, tags), variation selectors and the grapheme joiner.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
        || rune.Value is 0x034F or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    /// <summary>Joiners and selectors change how the letter or emoji before them is drawn; after anything else they are noise.</summary>
    private static bool JoinsOrSelects(int point) => point is ZeroWidthJoiner or ZeroWidthNonJoiner or (>= 0xFE00 and <= 0xFE0F);

    private static string WithoutFormulaEscape(string name)
    {
        var apostrophes = name.AsSpan().IndexOfAnyExcept('\'');
        return apostrophes > 0 && FormulaStarts.Contains(name[apostrophes], StringComparison.Ordinal) ? name[apostrophes..] : name;
    }
}
