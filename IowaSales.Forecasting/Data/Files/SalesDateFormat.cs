using System.Globalization;

namespace IowaSales.Forecasting.Data.Files;

/// <summary>One way of writing a day; a file uses one throughout.</summary>
internal sealed class SalesDateFormat
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);
    private static readonly DateOnly Latest = new(2199, 12, 31);

    /// <summary>The formats that are understood; no text is a day in two of them.</summary>
    private static readonly SalesDateFormat[] Known =
    [
        new("yyyy-MM-dd", ["yyyy-MM-dd"], [""]),
        new("MM/dd/yyyy", ["MM/dd/yyyy", "M/d/yyyy"], [""]),
        new("yyyyMMdd", ["yyyyMMdd"], [""]),
        new("yyyy/MM/dd", ["yyyy/MM/dd"], [""]),
        new("yyyy-MM-ddT00:00:00", ["yyyy-MM-dd"], ["T00:00:00.000", "T00:00:00", " 00:00:00"]),
    ];

    private readonly string[] _patterns;
    private readonly string[] _suffixes;

    private SalesDateFormat(string name, string[] patterns, string[] suffixes)
    {
        Name = name;
        _patterns = patterns;
        _suffixes = suffixes;
    }

    /// <summary>All understood formats, for messages.</summary>
    public static string Understood => string.Join(", ", Known.Select(format => format.Name));

    /// <summary>The format in the usual letters, for messages.</summary>
    public string Name { get; }

    /// <summary>The format that a text is written in; null when it is a day in none of them.</summary>
    public static SalesDateFormat? Of(ReadOnlySpan<char> text)
    {
        foreach (var format in Known)
        {
            if (format.TryParse(text, out _))
            {
                return format;
            }
        }

        return null;
    }

    /// <summary>Reads a day between 1900 and 2199.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out DateOnly date)
    {
        foreach (var suffix in _suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && TryParseDay(text[..^suffix.Length], out date))
            {
                return date >= Earliest && date <= Latest;
            }
        }

        date = default;
        return false;
    }

    private bool TryParseDay(ReadOnlySpan<char> text, out DateOnly date)
    {
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
}
