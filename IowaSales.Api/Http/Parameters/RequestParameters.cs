using System.Globalization;
using IowaSales.Api.Http.Problems;

namespace IowaSales.Api.Http.Parameters;

/// <summary>Reads query parameters; what is not allowed is refused with the parameter's name and its range.</summary>
internal static class RequestParameters
{
    private const int MaxShownLength = 60;

    /// <summary>A text; null where it is not given.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the parameter.</param>
    public static string? Text(this HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count <= 1 ? values : throw Refused(name, $"{name} must be given once, not {values.Count} times.");
    }

    /// <summary>A yes or no. A word that is neither is refused: a preview that is asked for wrongly must not become a change.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <returns>False where it is not given.</returns>
    public static bool Flag(this HttpRequest request, string name)
    {
        if (request.Text(name) is not { } text)
        {
            return false;
        }

        return bool.TryParse(text, out var asked) ? asked : throw Refused(name, $"{name} must be true or false", text);
    }

    /// <summary>A whole number in a range.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="min">Smallest allowed.</param>
    /// <param name="max">Largest allowed.</param>
    /// <param name="fallback">What its absence means.</param>
    public static int Integer(this HttpRequest request, string name, int min, int max, int fallback)
    {
        if (request.Text(name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw Refused(name, $"{name} must be a whole number from {min} to {max}", text);
    }

    /// <summary>A range of dates: <c>from</c> and <c>to</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="earliest">First date there is.</param>
    /// <param name="latest">Last date that may be asked for.</param>
    /// <param name="latestByDefault">Last date of the answer when <c>to</c> is not given.</param>
    public static (DateOnly From, DateOnly To) Dates(this HttpRequest request, DateOnly earliest, DateOnly latest, DateOnly latestByDefault)
    {
        var from = Date(request, "from", earliest, latest) ?? earliest;
        var to = Date(request, "to", earliest, latest) ?? (from > latestByDefault ? latest : latestByDefault);
        return from <= to
            ? (from, to)
            : throw Refused("from", $"from ({from:yyyy-MM-dd}) must not be after to ({to:yyyy-MM-dd}).");
    }

    /// <summary>A text that a person wrote, without blanks around it.</summary>
    /// <param name="text">The text as it was sent.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="maxLength">Most characters.</param>
    /// <exception cref="RequestRefusedException">It is empty, too long, or has control characters.</exception>
    public static string Words(string? text, string name, int maxLength) =>
        text?.Trim() is { Length: > 0 } trimmed && trimmed.Length <= maxLength && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw Refused(name, $"{name} must be 1 to {maxLength} characters of text.");

    /// <summary>The refusal of a parameter.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="detail">The whole sentence.</param>
    public static RequestRefusedException Refused(string name, string detail) => RequestRefusedException.BadParameter(name, detail);

    /// <summary>The refusal of a parameter's value, which is quoted and cut short.</summary>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="rule">What it must be.</param>
    /// <param name="given">The value.</param>
    public static RequestRefusedException Refused(string name, string rule, string given) =>
        Refused(name, $"{rule}, not '{(given.Length > MaxShownLength ? $"{given[..MaxShownLength]}…" : given)}'.");

    private static DateOnly? Date(HttpRequest request, string name, DateOnly earliest, DateOnly latest)
    {
        if (request.Text(name) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= earliest && date <= latest
                ? date
                : throw Refused(name, $"{name} must be a date from {earliest:yyyy-MM-dd} to {latest:yyyy-MM-dd}", text);
    }
}
