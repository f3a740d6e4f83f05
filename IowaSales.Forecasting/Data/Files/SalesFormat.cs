using System.Text;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>How a text of sales is written. What is not stated is recognised from the text itself.</summary>
public sealed record SalesFormat
{
    /// <summary>Nothing is stated.</summary>
    public static SalesFormat Recognised { get; } = new();

    /// <summary>What separates fields, an ASCII character; null to recognise a comma, semicolon, tab or bar.</summary>
    public char? Delimiter { get; init; }

    /// <summary>The decimal sign, a point or a comma; null to recognise it. When stated, the other sign separates thousands.</summary>
    public char? Decimal { get; init; }

    /// <summary>How days are written; null to recognise it.</summary>
    public SalesDateFormat? DateFormat { get; init; }

    /// <summary>The encoding; null for UTF-8, or what a byte order mark says.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether the reader has options on a query (<c>date_format=</c>) rather than on a command line (<c>--date-format</c>), for messages.</summary>
    public bool IsQuery { get; init; }

    /// <summary>Whether a sign can separate fields: ASCII, and neither a letter, a digit, a quote nor the end of a line.</summary>
    /// <param name="sign">The sign.</param>
    public static bool CanDelimit(char sign) =>
        sign == '\t' || (char.IsAscii(sign) && !char.IsAsciiLetterOrDigit(sign) && !char.IsControl(sign) && sign is not ('"' or ' '));

    /// <summary>The encoding of a name, code pages included; what it cannot read becomes the control character for that, U+001A, which no name may have.</summary>
    /// <param name="name">A name as the IANA registers it, such as <c>windows-1252</c>.</param>
    /// <returns>The encoding; null when there is none of that name.</returns>
    public static Encoding? EncodingOf(string name)
    {
        try
        {
            var encoding = (Encoding)(CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name)).Clone();
            encoding.DecoderFallback = new DecoderReplacementFallback("\u001A");
            return encoding;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>An option as the sender writes it, for messages.</summary>
    /// <param name="name">Name of the option on a command line.</param>
    /// <param name="value">Its value.</param>
    internal string Option(string name, string value) => IsQuery ? $"{name.Replace('-', '_')}={value}" : $"--{name} {value}";
}
