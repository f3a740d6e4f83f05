using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>
/// Ensemble selection by forward selection with replacement (Caruana, Niculescu-Mizil, Crew &amp; Ksikes 2004): start with nothing, and
/// again and again add the family whose addition makes the mean of the chosen ones best. A mean that is hardly better than its best member on
/// the windows is no better on the next ones: then that member stands alone.
/// </summary>
public static class ForwardSelection
{
    private const int Rounds = 20;

    /// <summary>Share of the best member's error that a mean must save to be preferred.</summary>
    private const double WorthwhileGain = 0.02;

    /// <summary>Chooses weights that minimise MASE on validation windows.</summary>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecasts">Forecasts of each family.</param>
    /// <param name="scales">MASE scale of each series.</param>
    /// <returns>One weight per family, summing to 1.</returns>
    public static double[] Weights(ForecastCube actual, IReadOnlyList<ForecastCube> forecasts, IReadOnlyList<double> scales) =>
        Weights(forecasts, mean => AccuracyTally.Mase(actual, mean, scales));

    /// <summary>Chooses weights that minimise an error on validation windows.</summary>
    /// <param name="forecasts">Forecasts of each family, at least one, all of the same shape.</param>
    /// <param name="measure">The error of a forecast, at least 0, in the units of the sales or of a scale; NaN when nothing is scored.</param>
    /// <returns>One weight per family, summing to 1.</returns>
    public static double[] Weights(IReadOnlyList<ForecastCube> forecasts, Func<ForecastCube, double> measure)
    {
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(measure);
        var mean = new ForecastCube(forecasts[0].OriginCount, forecasts[0].SeriesCount, forecasts[0].Horizon);
        var sum = new double[mean.Values.Length];
        var counts = new int[forecasts.Count];
        var bestCounts = new int[forecasts.Count];
        var bestError = double.PositiveInfinity;
        var alone = (Family: 0, Error: double.PositiveInfinity);
        for (var round = 1; round <= Rounds; round++)
        {
            var chosen = 0;
            var chosenError = double.PositiveInfinity;
            for (var family = 0; family < forecasts.Count; family++)
            {
                var candidate = forecasts[family].Values;
                for (var i = 0; i < sum.Length; i++)
                {
                    mean.Values[i] = (sum[i] + candidate[i]) / round;
                }

                var error = measure(mean);
                if (error < chosenError)
                {
                    (chosen, chosenError) = (family, error);
                }
            }

            counts[chosen]++;
            alone = round == 1 ? (chosen, chosenError) : alone;
            var added = forecasts[chosen].Values;
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += added[i];
            }

            if (chosenError < bestError)
            {
                bestError = chosenError;
                bestCounts = [.. counts];
            }
        }

        if (double.IsFinite(bestError) && bestError > (1 - WorthwhileGain) * alone.Error)
        {
            return [.. forecasts.Select((_, family) => family == alone.Family ? 1.0 : 0)];
        }

        var total = (double)bestCounts.Sum();
        return total == 0
            ? [.. forecasts.Select(_ => 1.0 / forecasts.Count)]
            : [.. bestCounts.Select(count => count / total)];
    }
}
