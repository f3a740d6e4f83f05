using System.Globalization;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Parameters;
using IowaSales.Api.Serving;

namespace IowaSales.Api.Forecasts;

/// <summary>Query parameters of forecasts.</summary>
internal static class ForecastParameters
{
    /// <summary>Days of a forecast.</summary>
    public static readonly DocumentedParameter Horizon = new(
        "horizon", "Days to forecast, from 1 to the model's horizon, which is the default.", ParameterType.Integer, "7");

    /// <summary>Probability levels.</summary>
    public static readonly DocumentedParameter Quantiles = new(
        "quantiles", "Probability levels above 0 and below 1, separated by commas; the model's own by default.", ParameterType.Numbers, "0.05,0.5,0.95");

    /// <summary>Names to keep.</summary>
    public static readonly DocumentedParameter Items = new(
        "items", "Name of an item to keep, repeated for more, at most 500; all items by default.", ParameterType.Texts, "BLACK VELVET");

    private const int MaxLevels = 99;

    /// <summary>The number of forecast days.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static int HorizonOf(HttpRequest request, ForecastSnapshot snapshot) =>
        request.Integer(Horizon.Name, 1, snapshot.Horizon, snapshot.Horizon);

    /// <summary>Probability levels, ascending and once each, separated by commas or repeated.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The snapshot.</param>
    public static IReadOnlyList<double> QuantilesOf(HttpRequest request, ForecastSnapshot snapshot)
    {
        var name = Quantiles.Name;
        var given = request.Query[name];
        if (given.Count == 0)
        {
            return snapshot.Manifest.QuantileLevels;
        }

        var levels = new SortedSet<double>();
        foreach (var text in given.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries)))
        {
            if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var level)
                || !(level > 0 && level < 1))
            {
                throw RequestParameters.Refused(name, $"{name} must be numbers above 0 and below 1, separated by commas", text);
            }

            levels.Add(level);
        }

        return levels.Count <= MaxLevels
            ? [.. levels]
            : throw RequestParameters.Refused(name, $"{name} must be at most {MaxLevels} levels, not {levels.Count}.");
    }
}
