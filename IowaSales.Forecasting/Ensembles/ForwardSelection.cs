using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Numerics;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>
/// Bagged ensemble selection (Caruana, Niculescu-Mizil, Crew &amp; Ksikes 2004, section 2.3): forward selection with replacement, which again
/// and again adds the family whose addition makes the mean of the chosen ones best, on many resamples of the windows; the weights are the mean
/// over the resamples. A family that owes its place to a few windows is chosen on some resamples only, and so shares its weight.
/// </summary>
public static class ForwardSelection
{
    private const int Rounds = 20;

    /// <summary>Resamples of the windows (choice "ensemble-bags").</summary>
    private const int Resamples = 10;

    /// <summary>
    /// A panel of as many series is selected for once, on all windows: it has evidence enough, and each family more costs time with every forecast.
    /// </summary>
    private const int LargePanel = 5000;

    /// <summary>Share of the best family's error that a mean must save to be worth that time.</summary>
    private const double WorthwhileGain = 0.02;

    /// <summary>Chooses weights that minimise the scaled error on validation windows.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecasts">Forecasts of each family, at least one, all of the same shape as the sales.</param>
    /// <param name="scales">What errors of each series are divided by; a series whose scale is NaN is not scored.</param>
    /// <param name="squared">Whether squared errors count (RMSSE) instead of absolute ones (MASE).</param>
    /// <returns>One weight per family, at least 0, summing to 1; all the same when nothing is scored.</returns>
    public static double[] Weights(ForecastCube actual, IReadOnlyList<ForecastCube> forecasts, IReadOnlyList<double> scales, bool squared = false)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(scales);
        var resamples = actual.SeriesCount < LargePanel ? Resamples : 1;
        var random = new SplitMixRandom(0, "resamples of validation windows");
        var draws = Enumerable.Range(0, resamples).Select(_ => Draw(actual.OriginCount, resamples, random)).ToArray();
        var chosen = new double[resamples][];
        Parallel.For(0, resamples, i => chosen[i] = Select(actual, forecasts, scales, squared, draws[i], resamples == 1 ? WorthwhileGain : 0));
        return [.. forecasts.Select((_, family) => chosen.Sum(weights => weights[family]) / resamples)];
    }

    /// <summary>Chooses weights that minimise the squared scaled error of a large panel, whose errors were added up before.</summary>
    /// <param name="products">Products of the families' errors; of at least one family.</param>
    /// <returns>One weight per family, at least 0, summing to 1; all the same when nothing is scored.</returns>
    internal static double[] Weights(ErrorProducts products)
    {
        var counts = new int[products.Families];
        return Select(
            products.Families,
            (family, _) =>
            {
                counts[family]++;
                var error = products.SquaredErrorOf(counts);
                counts[family]--;
                return error;
            },
            family => counts[family]++,
            squared: true,
            WorthwhileGain);
    }

    /// <summary>How often each window counts: as often as it is drawn, or once when there is one resample only.</summary>
    private static int[] Draw(int windows, int resamples, SplitMixRandom random)
    {
        var times = new int[windows];
        for (var i = 0; i < windows; i++)
        {
            times[resamples == 1 ? i : (int)(random.Uniform() * windows)]++;
        }

        return times;
    }

    private static double[] Select(
        ForecastCube actual, IReadOnlyList<ForecastCube> forecasts, IReadOnlyList<double> scales, bool squared, int[] times, double worthwhile)
    {
        var sum = new double[actual.Values.Length];
        return Select(
            forecasts.Count,
            (family, round) => ErrorOf(actual, sum, forecasts[family], round, scales, squared, times),
            chosen =>
            {
                var added = forecasts[chosen].Values;
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += added[i];
                }
            },
            squared,
            worthwhile);
    }

    /// <summary>Adds families one after the other.</summary>
    /// <param name="families">Number of families.</param>
    /// <param name="errorOf">Sum of errors of what is chosen and a candidate, in a round; NaN when nothing is scored.</param>
    /// <param name="choose">Told which family is chosen.</param>
    /// <param name="squared">Whether the errors are squared.</param>
    /// <param name="worthwhile">Share of the best family's error that a mean must save.</param>
    private static double[] Select(int families, Func<int, int, double> errorOf, Action<int> choose, bool squared, double worthwhile)
    {
        var counts = new int[families];
        var (bestCounts, bestError) = (counts, double.PositiveInfinity);
        var required = double.PositiveInfinity;
        for (var round = 1; round <= Rounds; round++)
        {
            var (chosen, chosenError) = (-1, double.PositiveInfinity);
            for (var family = 0; family < families; family++)
            {
                var error = errorOf(family, round);
                (chosen, chosenError) = error < chosenError ? (family, error) : (chosen, chosenError);
            }

            if (chosen < 0)
            {
                return [.. counts.Select(_ => 1.0 / families)];
            }

            counts[chosen]++;
            choose(chosen);
            if (chosenError < bestError && chosenError <= required)
            {
                (bestCounts, bestError) = ([.. counts], chosenError);
                required = round == 1 ? ErrorWorthwhile(chosenError, squared, worthwhile) : required;
            }
        }

        var total = (double)bestCounts.Sum();
        return [.. bestCounts.Select(count => count / total)];
    }

    /// <summary>The sum of errors at which the measure, a root where errors are squared, is lower by a share.</summary>
    private static double ErrorWorthwhile(double alone, bool squared, double share) =>
        alone * (squared ? (1 - share) * (1 - share) : 1 - share);

    /// <summary>Sum of scaled errors of the mean of what is chosen and a candidate; NaN when nothing is scored.</summary>
    private static double ErrorOf(
        ForecastCube actual, double[] sum, ForecastCube candidate, int round, IReadOnlyList<double> scales, bool squared, int[] times)
    {
        var (error, cells) = (0.0, 0L);
        var index = 0;
        for (var origin = 0; origin < actual.OriginCount; origin++)
        {
            if (times[origin] == 0)
            {
                index += actual.SeriesCount * actual.Horizon;
                continue;
            }

            var ofOrigin = 0.0;
            for (var series = 0; series < actual.SeriesCount; series++)
            {
                for (var step = 0; step < actual.Horizon; step++, index++)
                {
                    var scaled = Math.Abs(actual.Values[index] - ((sum[index] + candidate.Values[index]) / round)) / scales[series];
                    if (!double.IsNaN(scaled))
                    {
                        ofOrigin += squared ? scaled * scaled : scaled;
                        cells++;
                    }
                }
            }

            error += times[origin] * ofOrigin;
        }

        return cells > 0 ? error : double.NaN;
    }
}
