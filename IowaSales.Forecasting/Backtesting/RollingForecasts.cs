using IowaSales.Forecasting.Metrics;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Backtesting;

/// <summary>What models forecast from a set of past origins, beside what was sold.</summary>
/// <param name="Origins">Day index of each origin (its first forecast day), ascending.</param>
/// <param name="Actual">Sales by origin, series and step; NaN where nothing is scored.</param>
/// <param name="Scales">MASE scale by origin and series, from the days before the origin; NaN when there is none.</param>
/// <param name="RootScales">RMSSE scale by origin and series, likewise.</param>
/// <param name="Medians">Median forecasts of each family and of the ensemble, by name.</param>
/// <param name="Means">The ensemble's mean forecasts.</param>
/// <param name="Quantiles">The ensemble's quantiles, one cube per level of <see cref="QuantileLevels.Reported"/>.</param>
public sealed record RollingForecasts(
    IReadOnlyList<int> Origins,
    ForecastCube Actual,
    IReadOnlyList<double[]> Scales,
    IReadOnlyList<double[]> RootScales,
    IReadOnlyDictionary<string, ForecastCube> Medians,
    ForecastCube Means,
    IReadOnlyList<ForecastCube> Quantiles)
{
    /// <summary>Called with a scored cell.</summary>
    /// <param name="window">Number of the origin, from 0.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="step">Step, from 0.</param>
    /// <param name="cell">The forecast and what was sold.</param>
    public delegate void CellAction(int window, int series, int step, in ScoredCell cell);

    /// <summary>Visits every scored cell of one model, by origin, then series, then step.</summary>
    /// <param name="model">Its name in <see cref="Medians"/>. The ensemble's cells have quantiles and a mean of their own, a family's have its point forecast.</param>
    /// <param name="action">Called for each.</param>
    public void ForEachCell(string model, CellAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var medians = Medians[model];
        var isEnsemble = model == LeaderboardEntry.Ensemble;
        var means = isEnsemble ? Means : medians;
        Span<double> quantiles = stackalloc double[isEnsemble ? QuantileLevels.Reported.Count : 0];
        for (var o = 0; o < Origins.Count; o++)
        {
            for (var series = 0; series < Actual.SeriesCount; series++)
            {
                var actual = Actual[o, series];
                for (var step = 0; step < actual.Length; step++)
                {
                    if (double.IsNaN(actual[step]))
                    {
                        continue;
                    }

                    for (var level = 0; level < quantiles.Length; level++)
                    {
                        quantiles[level] = Quantiles[level][o, series][step];
                    }

                    action(o, series, step, new ScoredCell(
                        actual[step], medians[o, series][step], means[o, series][step], Scales[o][series], RootScales[o][series], quantiles));
                }
            }
        }
    }

    /// <summary>Scores one model.</summary>
    /// <param name="model">Its name in <see cref="Medians"/>.</param>
    /// <param name="cells">Which origins, series and steps count; null for all.</param>
    /// <returns>The measures.</returns>
    public AccuracyMetrics Score(string model, Func<int, int, int, bool>? cells = null)
    {
        var tally = new AccuracyTally();
        ForEachCell(model, (int window, int series, int step, in ScoredCell cell) =>
        {
            if (cells is null || cells(window, series, step))
            {
                tally.Add(cell);
            }
        });
        return tally.Metrics();
    }
}
