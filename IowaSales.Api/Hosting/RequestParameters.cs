using System.Globalization;
using IowaSales.Api.Problems;
using IowaSales.Api.Snapshots;
using IowaSales.Contracts;

namespace IowaSales.Api.Hosting;

/// <summary>Reads query parameters; what is not allowed is refused with the parameter's name and its range.</summary>
internal static class RequestParameters
{
    private const int MostLevels = 99;
    private const int LongestShown = 60;

    /// <summary>A whole number in a range.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <param name="smallest">Smallest allowed.</param>
    /// <param name="largest">Largest allowed.</param>
    /// <param name="fallback">What its absence means.</param>
    public static int Integer(this HttpRequest request, string name, int smallest, int largest, int fallback)
    {
        if (Single(request, name) is not { } text)
        {
            return fallback;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= smallest && number <= largest
                ? number
                : throw Refused(name, $"{name} must be a whole number from {smallest} to {largest}, not '{Shown(text)}'.");
    }

    /// <summary>The number of forecast days: <c>horizon</c>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static int Horizon(this HttpRequest request, ForecastSnapshot snapshot) =>
        request.Integer("horizon", 1, snapshot.Horizon, snapshot.Horizon);

    /// <summary>Probability levels, ascending and once each: <c>quantiles</c>, separated by commas or repeated.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static IReadOnlyList<double> Quantiles(this HttpRequest request, ForecastSnapshot snapshot)
    {
        const string Name = "quantiles";
        var given = request.Query[Name];
        if (given.Count == 0)
        {
            return snapshot.Model.Manifest.QuantileLevels;
        }

        var levels = new SortedSet<double>();
        foreach (var text in given.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var level)
                || !(level > 0 && level < 1))
            {
                throw Refused(Name, $"{Name} must be numbers above 0 and below 1, separated by commas, not '{Shown(text)}'.");
            }

            levels.Add(level);
        }

        return levels.Count <= MostLevels
            ? [.. levels]
            : throw Refused(Name, $"{Name} must be at most {MostLevels} levels, not {levels.Count}.");
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

    /// <summary>The order of items: <c>sort</c>.</summary>
    /// <param name="request">The request.</param>
    public static ForecastSort Sort(this HttpRequest request) => Single(request, "sort")?.ToLowerInvariant() switch
    {
        null or "name" => ForecastSort.Name,
        "volume" => ForecastSort.Volume,
        "growth" => ForecastSort.Growth,
        var other => throw Refused("sort", $"sort must be name, volume or growth, not '{Shown(other)}'."),
    };

    private static DateOnly? Date(HttpRequest request, string name, DateOnly earliest, DateOnly latest)
    {
        if (Single(request, name) is not { } text)
        {
            return null;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date >= earliest && date <= latest
                ? date
                : throw Refused(name, $"{name} must be a date from {earliest:yyyy-MM-dd} to {latest:yyyy-MM-dd}, not '{Shown(text)}'.");
    }

    private static string? Single(HttpRequest request, string name)
    {
        var values = request.Query[name];
        return values.Count <= 1 ? values : throw Refused(name, $"{name} must be given once, not {values.Count} times.");
    }

    private static RequestRefusedException Refused(string name, string detail) => RequestRefusedException.BadParameter(name, detail);

    private static string Shown(string text) => text.Length > LongestShown ? $"{text[..LongestShown]}…" : text;
}
