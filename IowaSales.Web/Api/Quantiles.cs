using System.Globalization;

namespace IowaSales.Web.Api;

/// <summary>Reads quantiles as the contract writes them, by probability level.</summary>
internal static class Quantiles
{
    /// <summary>The quantile at a level; between two levels that the API sent, on the line between them; outside, the nearest.</summary>
    /// <param name="quantiles">Values by level (<c>"0.1"</c>).</param>
    /// <param name="level">Probability level, 0 .. 1.</param>
    /// <returns>The value; 0 when there are no quantiles.</returns>
    public static double At(this IReadOnlyDictionary<string, double> quantiles, double level)
    {
        (double Level, double Value)? below = null;
        foreach (var point in quantiles
            .Select(pair => (Level: double.Parse(pair.Key, CultureInfo.InvariantCulture), pair.Value))
            .OrderBy(point => point.Level))
        {
            if (point.Level >= level)
            {
                return below is { } lower && point.Level > level
                    ? lower.Value + ((point.Value - lower.Value) * (level - lower.Level) / (point.Level - lower.Level))
                    : point.Value;
            }

            below = point;
        }

        return below?.Value ?? 0;
    }
}
