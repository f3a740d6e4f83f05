using System.Globalization;

namespace IowaSales.Web.Text;

/// <summary>Numbers and dates as a reader in the United States writes them; the same on every machine.</summary>
internal static class Format
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "–";

    private const int MaxNameLength = 100;
    private const string Minus = "\u2212";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>A count with thousands separators: <c>12,345</c>.</summary>
    public static string Count(double value) => Signed(Math.Round(value), "#,0");

    /// <summary>A count, or a dash.</summary>
    public static string Count(double? value) => value is { } known ? Count(known) : None;

    /// <summary>A number with a fixed number of decimals: <c>1,234.5</c>.</summary>
    public static string Number(double value, int decimals) => Signed(value, "#,0." + new string('0', decimals));

    /// <summary>An interval of counts: <c>1,200–1,650</c>.</summary>
    public static string Range(double lower, double upper) => $"{Count(lower)}–{Count(upper)}";

    /// <summary>A share: <c>12%</c>; one decimal below ten percent when asked for.</summary>
    public static string Percent(double? share, int decimals = 0) =>
        share is { } known ? Signed(known * 100, decimals == 0 ? "#,0" : "#,0." + new string('0', decimals)) + "%" : None;

    /// <summary>A relative change with its sign: <c>+3.2%</c>; from tenfold on the factor: <c>×12</c>.</summary>
    public static string Change(double? change) => change switch
    {
        null => None,
        >= 9 => "×" + Count(1 + change.Value),
        >= 0.0005 => "+" + Percent(change, 1),
        <= -0.0005 => Percent(change, 1),
        _ => Percent(0, 1),
    };

    /// <summary>An error measure: <c>0.842</c>.</summary>
    public static string Score(double? value) => value is { } known ? known.ToString("0.000", Culture) : None;

    /// <summary>Milliseconds: <c>12 ms</c>, with one decimal below ten.</summary>
    public static string Milliseconds(double value) => value < 0.1 ? "< 0.1 ms" : value.ToString(value < 10 ? "0.0" : "#,0", Culture) + " ms";

    /// <summary>Milliseconds below a tenth of a second: <c>40 ms</c>; else seconds: <c>4.2 s</c>, or minutes: <c>3 min 20 s</c>.</summary>
    public static string Duration(double seconds) => seconds < 0.1 ? Milliseconds(1000 * seconds)
        : seconds < 100
            ? seconds.ToString(seconds < 10 ? "0.00" : "0.0", Culture) + " s"
            : string.Create(Culture, $"{(int)seconds / 60} min {(int)seconds % 60} s");

    /// <summary>A day in full: <c>May 31, 2024</c>.</summary>
    public static string Day(DateOnly date) => date.ToString("MMM d, yyyy", Culture);

    /// <summary>A day within a known year: <c>May 31</c>.</summary>
    public static string ShortDay(DateOnly date) => date.ToString("MMM d", Culture);

    /// <summary>A weekday: <c>Friday</c>.</summary>
    public static string Weekday(DateOnly date) => date.ToString("dddd", Culture);

    /// <summary>A moment, in universal time: <c>May 31, 2024, 14:05 UTC</c>.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("MMM d, yyyy, HH:mm 'UTC'", Culture);

    /// <summary>How long ago something was, in its largest unit: <c>3 days ago</c>.</summary>
    public static string Ago(TimeSpan age) => age switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => Plural((int)age.TotalMinutes, "minute") + " ago",
        { TotalDays: < 1 } => Plural((int)age.TotalHours, "hour") + " ago",
        _ => Plural((int)age.TotalDays, "day") + " ago",
    };

    /// <summary>A count with its noun: <c>1 product</c>, <c>5,000 products</c>.</summary>
    public static string Plural(long count, string noun) => $"{count.ToString("#,0", Culture)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A name that fits a heading: what is longer than any stored name is cut.</summary>
    public static string Short(string name) => name.Length <= MaxNameLength ? name : name[..MaxNameLength] + "\u2026";

    /// <summary>A day in an address: <c>2024-05-31</c>.</summary>
    public static string IsoDay(DateOnly date) => date.ToString("O", Culture);

    private static string Signed(double value, string format)
    {
        var text = Math.Abs(value).ToString(format, Culture);
        return value < 0 && text.AsSpan().ContainsAnyInRange('1', '9') ? Minus + text : text;
    }
}
