using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Ensembles;

/// <summary>
/// Weights of each series: the panel's, drawn towards the families that were right about this series, the more so the more it has shown
/// (exponential weighting of experts; Cesa-Bianchi &amp; Lugosi 2006, chapter 2).
/// </summary>
public static class SeriesWeights
{
    /// <summary>Share of the panel's weights that is spread evenly, so that a series may prefer a family the panel does not.</summary>
    private const double EvenShare = 0.05;

    /// <summary>
    /// Scaled error, summed over scored days, by which a family must be worse to lose a factor e of its weight (choice "series-weights").
    /// </summary>
    private const double Temperature = 10;

    /// <summary>Days between two windows: a longer horizon scores each day several times, which tells no more of it.</summary>
    private const int Spacing = 7;

    /// <summary>Weights each series' families.</summary>
    /// <param name="panel">Weight of each family for the panel, summing to 1.</param>
    /// <param name="actual">Sales; NaN is not scored.</param>
    /// <param name="forecasts">Forecasts of each family.</param>
    /// <param name="scales">MASE scale of each series; a series without one keeps the panel's weights.</param>
    /// <returns>By series, one weight per family, summing to 1.</returns>
    public static double[][] Of(
        ReadOnlySpan<double> panel, ForecastCube actual, IReadOnlyList<ForecastCube> forecasts, IReadOnlyList<double> scales)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(forecasts);
        ArgumentNullException.ThrowIfNull(scales);
        var prior = panel.ToArray();
        for (var family = 0; family < prior.Length; family++)
        {
            prior[family] = ((1 - EvenShare) * prior[family]) + (EvenShare / prior.Length);
        }

        var temperature = Temperature * Math.Max(1, (double)actual.Horizon / Spacing);
        var weights = new double[actual.SeriesCount][];
        for (var series = 0; series < weights.Length; series++)
        {
            var errors = forecasts.Select(forecast => SumOfErrors(actual, forecast, series)).ToArray();
            var smallest = errors.Min();
            var own = new double[prior.Length];
            for (var family = 0; family < own.Length; family++)
            {
                var regret = (errors[family] - smallest) / scales[series];
                own[family] = prior[family] * (double.IsFinite(regret) ? Math.Exp(-regret / temperature) : 1);
            }

            var sum = own.Sum();
            weights[series] = [.. own.Select(weight => weight / sum)];
        }

        return weights;
    }

    private static double SumOfErrors(ForecastCube actual, ForecastCube forecast, int series)
    {
        var sum = 0.0;
        for (var origin = 0; origin < actual.OriginCount; origin++)
        {
            var y = actual[origin, series];
            var f = forecast[origin, series];
            for (var step = 0; step < y.Length; step++)
            {
                sum += double.IsNaN(y[step]) ? 0 : Math.Abs(y[step] - f[step]);
            }
        }

        return sum;
    }
}
