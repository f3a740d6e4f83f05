using MathNet.Numerics.Distributions;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// The test of Diebold and Mariano (1995) that two forecasts are equally good, with the small-sample correction and the Student
/// distribution of Harvey, Leybourne and Newbold (1997). The one test behind every "is this model better": of windows in a backtest, of days in
/// the ledger.
/// </summary>
/// <param name="MeanDifference">Mean of the loss differences; below 0 when the first forecast is better.</param>
/// <param name="Statistic">Corrected statistic.</param>
/// <param name="PValue">Two-sided: chance of a difference at least this large were both equally good.</param>
/// <param name="Count">Number of differences.</param>
public sealed record DieboldMarianoTest(double MeanDifference, double Statistic, double PValue, int Count)
{
    /// <summary>Fewest differences that say anything.</summary>
    public const int MinCount = 6;

    /// <summary>Chance of a difference at least this large to the same side, were both equally good.</summary>
    public double OneSidedPValue => PValue / 2;

    /// <summary>Tests a sequence of loss differences.</summary>
    /// <param name="differences">Loss of the first forecast minus loss of the second, in the order of time.</param>
    /// <param name="overlap">How many neighbouring differences share days: 1 when none do. Autocovariances up to one less count.</param>
    /// <returns>The test; null when the differences are fewer than <see cref="MinCount"/> or than the overlap asks for, or do not vary.</returns>
    public static DieboldMarianoTest? Of(ReadOnlySpan<double> differences, int overlap = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overlap, 1);
        var count = differences.Length;
        if (count < MinCount || count < 2 * overlap)
        {
            return null;
        }

        var mean = 0.0;
        foreach (var difference in differences)
        {
            mean += difference / count;
        }

        var variance = LongRunVariance(differences, mean, overlap);
        if (variance <= 0)
        {
            return null;
        }

        double h = overlap;
        var correction = Math.Sqrt((count + 1 - (2 * h) + (h * (h - 1) / count)) / count);
        var statistic = correction * mean / Math.Sqrt(variance / count);
        return new DieboldMarianoTest(mean, statistic, 2 * StudentT.CDF(0, 1, count - 1, -Math.Abs(statistic)), count);
    }

    /// <summary>
    /// The variance of Newey and West (1987). The plain sum of autocovariances is smaller by chance, or below zero, where differences are few, and the
    /// test then finds differences that are none.
    /// </summary>
    private static double LongRunVariance(ReadOnlySpan<double> values, double mean, int overlap)
    {
        var variance = 0.0;
        for (var lag = 0; lag < overlap; lag++)
        {
            var covariance = 0.0;
            for (var i = lag; i < values.Length; i++)
            {
                covariance += (values[i] - mean) * (values[i - lag] - mean) / values.Length;
            }

            variance += (lag == 0 ? 1 : 2) * (1 - ((double)lag / overlap)) * covariance;
        }

        return variance;
    }
}
