using System.Globalization;
using System.Text.RegularExpressions;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>One way of writing a day; a file uses one throughout. A time of midnight after the day, with or without a zone, is part of any.</summary>
public sealed partial class SalesDateFormat
{
    private static readonly SalesDateFormat DaySlash = new("dd/MM/yyyy", "d/M/yyyy");
    private static readonly SalesDateFormat DayHyphen = new("dd-MM-yyyy", "d-M-yyyy");

    /// <summary>The formats that are recognised; no text is a day in two of them, but for those with an <see cref="Other"/> reading.</summary>
    private static readonly SalesDateFormat[] Recognised =
    [
        new("yyyy-MM-dd", "yyyy-M-d"),
        new("MM/dd/yyyy", "M/d/yyyy") { Other = DaySlash },
        DaySlash,
        new("yyyyMMdd"),
        new("yyyy/MM/dd", "yyyy/M/d"),
        new("dd.MM.yyyy", "d.M.yyyy"),
        new("yyyy.MM.dd", "yyyy.M.d"),
        new("MM-dd-yyyy", "M-d-yyyy") { Other = DayHyphen },
        DayHyphen,
    ];

    private readonly string[] _patterns;

    private SalesDateFormat(params string[] patterns) => _patterns = patterns;

    /// <summary>The format in the usual letters.</summary>
    public string Name => _patterns[0];

    /// <summary>The other order in which the same texts can be read; null when there is one reading.</summary>
    internal SalesDateFormat? Other { get; private init; }

    /// <summary>All recognised formats, for messages.</summary>
    internal static string Understood => string.Join(", ", Recognised.Select(format => format.Name));

    /// <summary>The format of a pattern.</summary>
    /// <param name="pattern">Year, month and day as .NET writes them (<c>dd/MM/yyyy</c>, <c>d.M.yy</c>, <c>dd-MMM-yyyy</c>).</param>
    /// <returns>The format; null when the pattern does not write a day fully.</returns>
    public static SalesDateFormat? Of(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        const int Shortest = 5;
        var sample = new DateOnly(2024, 11, 23);
        if (pattern.Length < Shortest || pattern.Any(letter => !"yMd-/., ".Contains(letter, StringComparison.Ordinal)))
        {
            return null;
        }

        var format = new SalesDateFormat([pattern, .. Recognised.Where(known => known.Name == pattern).SelectMany(known => known._patterns)]);
        return format.TryParse(sample.ToString(pattern, CultureInfo.InvariantCulture), out var read) && read == sample ? format : null;
    }

    /// <summary>The format that a text is written in; null when it is a day in none of them.</summary>
    internal static SalesDateFormat? For(ReadOnlySpan<char> text)
    {
        foreach (var format in Recognised)
        {
            if (format.TryParse(text, out _))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Reads a day.</summary>
    internal bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        text = WithoutMidnight(text);
        foreach (var pattern in _patterns)
        {
            if (DateOnly.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out date))
            {
                return true;
            }
        }

        date = default;
        return false;
    }

    private static ReadOnlySpan<char> WithoutMidnight(ReadOnlySpan<char> text)
    {
        if (text.Length > 10)
        {
            foreach (var match in Midnight().EnumerateMatches(text))
            {
                return text[..match.Index];
            }
        }

        return text;
    }

    [GeneratedRegex(@"[T ](00:00(:00(\.0{1,9})?)?|12:00(:00)? ?AM)( ?(Z|UTC|[+-]\d\d:?\d\d))?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Midnight();
}
