using System.Globalization;
using System.Text;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>
/// Reads the amounts of one text with one decimal sign: the stated one, or what the amounts themselves show. 12,5 and 1.234,5 show a
/// comma, 1,234.5 and 1,234,567 a point. 1,234 alone shows nothing: between commas it is a thousand, elsewhere a fraction, until another
/// amount shows otherwise.
/// </summary>
/// <param name="format">How the text is written.</param>
/// <param name="delimiter">What separates fields.</param>
internal sealed class SalesAmounts(SalesFormat format, char delimiter)
{
    private const int MaxNumberLength = 64;
    private const int GroupDigits = 3;

    private char? _sign = format.Decimal;
    private bool _isTold = format.Decimal is not null;
    private long _line;
    private string _first = "";

    /// <summary>The decimal sign that the text turned out to have; null as long as the one in use fits.</summary>
    public char? Better { get; private set; }

    /// <summary>How the amounts can be read two ways; null when they cannot.</summary>
    public string? Ambiguity => _isTold || _sign is not { } sign
        ? null
        : $"The amounts can be read two ways: '{_first}' on line {_line} was read with '{sign}' as the decimal sign; {format.Option("decimal", Other(sign).ToString())} reads it the other way.";

    /// <summary>Reads an amount.</summary>
    /// <param name="field">The field, UTF-8.</param>
    /// <param name="line">Its line.</param>
    /// <param name="amount">The amount.</param>
    /// <returns>What is wrong, in the words after the field's value; null when nothing is.</returns>
    public string? Read(ReadOnlySpan<byte> field, long line, out double amount)
    {
        if (field.IndexOfAny((byte)',', (byte)'.') < 0 || (_sign == '.' && _isTold && !field.Contains((byte)',')))
        {
            return Number(field, out amount);
        }

        amount = 0;
        if (field.Length > MaxNumberLength)
        {
            return "is not a number";
        }

        var text = Encoding.ASCII.GetString(field);
        var shown = Shown(text);
        if (_sign is null)
        {
            _sign = shown ?? (delimiter == ',' ? '.' : text[text.AsSpan().IndexOfAny(',', '.')]);
            (_isTold, _line, _first) = (shown is not null, line, text);
        }
        else if (shown is { } other && other != _sign)
        {
            Better = _isTold ? null : other;
            return _line == 0
                ? $"is not a number with '{_sign}' as the decimal sign"
                : $"has '{other}' as its decimal sign while '{_first}' on line {_line} has '{_sign}': one file, one decimal sign";
        }
        else
        {
            _isTold |= shown is not null;
        }

        return TryUngroup(text, _sign.Value, out var plain) ? Number(Encoding.ASCII.GetBytes(plain), out amount) : "is not a number";
    }

    private static string? Number(ReadOnlySpan<byte> text, out double amount)
    {
        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out amount)
            && text.ContainsAnyInRange((byte)'0', (byte)'9');
        return !isNumber ? "is not a number" : SalesRules.Admits(amount) ? null : SalesRules.RefusedAmount;
    }

    private static char Other(char sign) => sign == ',' ? '.' : ',';

    /// <summary>The decimal sign that an amount shows by itself; null when it may be either.</summary>
    private char? Shown(string text)
    {
        var (comma, point) = (text.LastIndexOf(','), text.LastIndexOf('.'));
        if (comma >= 0 && point >= 0)
        {
            return comma > point ? ',' : '.';
        }

        var sign = comma >= 0 ? ',' : '.';
        if (text.IndexOf(sign, StringComparison.Ordinal) != Math.Max(comma, point))
        {
            return Other(sign);
        }

        var readsAsThousands = HasGroups(text, sign) && text.TrimStart('-', '+')[0] != '0' && !(sign == '.' && delimiter == ',');
        return readsAsThousands ? null : sign;
    }

    /// <summary>Takes the separators of thousands out and writes the decimal sign as a point.</summary>
    private static bool TryUngroup(string text, char sign, out string plain)
    {
        var thousands = Other(sign);
        var place = text.IndexOf(sign, StringComparison.Ordinal);
        var whole = place < 0 ? text : text[..place];
        plain = $"{whole.Replace(thousands.ToString(), "", StringComparison.Ordinal)}{(place < 0 ? "" : $".{text[(place + 1)..]}")}";
        return !whole.Contains(thousands, StringComparison.Ordinal) || HasGroups(whole, thousands);
    }

    private static bool HasGroups(string text, char thousands)
    {
        var groups = text.TrimStart('-', '+').Split(thousands);
        return groups[0].Length is >= 1 and <= GroupDigits && groups[1..].All(group => group.Length == GroupDigits)
            && groups.All(group => group.All(char.IsAsciiDigit));
    }
}
