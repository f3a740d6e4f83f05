using IowaSales.Forecasting.Intervals;

namespace IowaSales.Forecasting.Evaluation;

/// <summary>What models forecast from a set of past origins, beside what was sold.</summary>
/// <param name="Origins">Day index of each origin (its first forecast day), ascending.</param>
/// <param name="Actual">Sales by origin, series and step; NaN where nothing is scored.</param>
/// <param name="Scales">MASE scale by origin and series, from the days before the origin; NaN when there is none.</param>
/// <param name="Medians">Median forecasts of each family and of the ensemble, by name.</param>
/// <param name="Quantiles">The ensemble's quantiles, one cube per level of <see cref="QuantileLevels.Reported"/>.</param>
public sealed record RollingForecasts(
    IReadOnlyList<int> Origins,
    ForecastCube Actual,
    IReadOnlyList<double[]> Scales,
    IReadOnlyDictionary<string, ForecastCube> Medians,
    IReadOnlyList<ForecastCube> Quantiles)
{
    /// <summary>Scores one model.</summary>
    /// <param name="model">Its name in <see cref="Medians"/>.</param>
    /// <param name="quantiles">Whether to score the ensemble's quantiles along with the median.</param>
    /// <param name="cells">Which origins, series and steps count; null for all.</param>
    /// <returns>The score.</returns>
    public AccuracyScore Score(string model, bool quantiles = false, Func<int, int, int, bool>? cells = null)
    {
        var median = Medians[model];
        var levels = QuantileLevels.Reported;
        var scaledErrors = 0.0;
        var scaledCount = 0;
        var loss = 0.0;
        var volume = 0.0;
        var covered = 0;
        var count = 0;
        for (var o = 0; o < Origins.Count; o++)
        {
            for (var series = 0; series < Actual.SeriesCount; series++)
            {
                var actual = Actual[o, series];
                for (var step = 0; step < actual.Length; step++)
                {
                    var y = actual[step];
                    if (double.IsNaN(y) || (cells is not null && !cells(o, series, step)))
                    {
                        continue;
                    }

                    count++;
                    var error = Math.Abs(y - median[o, series][step]) / Scales[o][series];
                    if (!double.IsNaN(error))
                    {
                        scaledErrors += error;
                        scaledCount++;
                    }

                    if (!quantiles)
                    {
                        continue;
                    }

                    volume += Math.Abs(y);
                    for (var level = 0; level < levels.Count; level++)
                    {
                        var excess = y - Quantiles[level][o, series][step];
                        loss += 2 * Math.Max(levels[level] * excess, (levels[level] - 1) * excess);
                    }

                    covered += Quantiles[0][o, series][step] <= y && y <= Quantiles[^1][o, series][step] ? 1 : 0;
                }
            }
        }

        return new AccuracyScore(
            scaledErrors / scaledCount,
            quantiles ? loss / (levels.Count * volume) : null,
            quantiles ? (double)covered / count : null,
            count);
    }
}
