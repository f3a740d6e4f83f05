using MathNet.Numerics.Distributions;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// Whether one forecaster errs less than another on the same days: the test of Diebold &amp; Mariano (1995) with the variance of Newey &amp; West (1987),
/// since errors of overlapping forecasts go together, and the small-sample correction of Harvey, Leybourne &amp; Newbold (1997).
/// </summary>
/// <param name="Days">Days compared.</param>
/// <param name="Mean">Mean difference of the errors: above 0 when the second errs less.</param>
/// <param name="Statistic">The test statistic, Student's t with <paramref name="Days"/> - 1 degrees of freedom when both err alike.</param>
/// <param name="PValue">Chance of such a difference, or a larger one, when both err alike; one-sided.</param>
public sealed record PairedTest(int Days, double Mean, double Statistic, double PValue)
{
    /// <summary>Compares.</summary>
    /// <param name="differences">Error of the first less error of the second, day after day; at least two.</param>
    /// <param name="horizon">Days that a forecast reaches ahead.</param>
    /// <returns>The result.</returns>
    public static PairedTest Of(IReadOnlyList<double> differences, int horizon)
    {
        ArgumentNullException.ThrowIfNull(differences);
        ArgumentOutOfRangeException.ThrowIfLessThan(differences.Count, 2);
        var n = differences.Count;
        var mean = differences.Average();

        // More lags than a third of the days leave nothing to estimate them from.
        var steps = Math.Clamp(horizon, 1, Math.Max(1, n / 3));
        var variance = Covariance(0);
        for (var lag = 1; lag < steps; lag++)
        {
            variance += 2 * (1 - ((double)lag / steps)) * Covariance(lag);
        }

        if (variance <= 0)
        {
            return new PairedTest(n, mean, 0, 1);
        }

        var correction = Math.Sqrt((n + 1 - (2.0 * steps) + (steps * (steps - 1.0) / n)) / n);
        var statistic = correction * mean / Math.Sqrt(variance / n);
        return new PairedTest(n, mean, statistic, 1 - StudentT.CDF(0, 1, n - 1, statistic));

        double Covariance(int lag)
        {
            var sum = 0.0;
            for (var day = lag; day < n; day++)
            {
                sum += (differences[day] - mean) * (differences[day - lag] - mean);
            }

            return sum / n;
        }
    }
}
