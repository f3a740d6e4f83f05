using MathNet.Numerics;

namespace IowaSales.Forecasting.Numerics;

/// <summary>
/// Counts of successes whose chance differs from group to group as a Beta(mean × strength, (1 - mean) × strength) variable does (Skellam
/// 1948, A probability distribution derived from the binomial). A great strength is one chance for all groups.
/// </summary>
internal static class BetaBinomial
{
    /// <summary>Strengths weighed against each other where one is learned.</summary>
    private static readonly double[] Strengths = [1, 3, 10, 30, 100, 1000];

    /// <summary>Logarithm of the chance of one sequence of trials of a group; counts may be fractions where trials weigh less than one.</summary>
    /// <param name="successes">Successes, at least 0.</param>
    /// <param name="failures">Failures, at least 0.</param>
    /// <param name="alpha">First parameter of the Beta distribution, above 0.</param>
    /// <param name="beta">Second parameter, above 0.</param>
    public static double LogChance(double successes, double failures, double alpha, double beta) =>
        LogBeta(alpha + successes, beta + failures) - LogBeta(alpha, beta);

    /// <summary>
    /// Chance of a success in the group of interest: its own share drawn towards the mean, as strongly as the groups agree. The strength is
    /// averaged over its posterior on a grid (empirical Bayes without a point estimate).
    /// </summary>
    /// <param name="groups">Successes and trials of the groups that tell the strength.</param>
    /// <param name="mean">Mean chance, 0 .. 1.</param>
    /// <param name="successes">Successes of the group of interest.</param>
    /// <param name="trials">Its trials.</param>
    public static double ShrunkShare(ReadOnlySpan<(double Successes, double Trials)> groups, double mean, double successes, double trials)
    {
        if (mean is <= 0 or >= 1)
        {
            return mean;
        }

        Span<double> logs = stackalloc double[Strengths.Length];
        for (var i = 0; i < logs.Length; i++)
        {
            logs[i] = 0;
            foreach (var (opened, all) in groups)
            {
                logs[i] += LogChance(opened, all - opened, mean * Strengths[i], (1 - mean) * Strengths[i]);
            }
        }

        var greatest = double.NegativeInfinity;
        foreach (var log in logs)
        {
            greatest = Math.Max(greatest, log);
        }

        var (weights, share) = (0.0, 0.0);
        for (var i = 0; i < logs.Length; i++)
        {
            var weight = Math.Exp(logs[i] - greatest);
            weights += weight;
            share += weight * (successes + (mean * Strengths[i])) / (trials + Strengths[i]);
        }

        return share / weights;
    }

    private static double LogBeta(double a, double b) => SpecialFunctions.GammaLn(a) + SpecialFunctions.GammaLn(b) - SpecialFunctions.GammaLn(a + b);
}
