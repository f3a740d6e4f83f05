using IowaSales.Forecasting.Evaluation;
using IowaSales.Forecasting.Intervals;

namespace IowaSales.Forecasting.Training;

/// <summary>Quantile forecasts on the validation windows.</summary>
internal static class ValidationQuantiles
{
    /// <summary>The reported quantiles around given medians.</summary>
    /// <param name="intervals">The interval model.</param>
    /// <param name="median">Median forecasts.</param>
    /// <param name="scales">MASE scale of each series.</param>
    /// <param name="origins">First forecast day of each window.</param>
    /// <returns>One cube per level of <see cref="QuantileLevels.Reported"/>.</returns>
    public static ForecastCube[] Of(IntervalModel intervals, ForecastCube median, double[] scales, DateOnly[] origins)
    {
        var levels = QuantileLevels.Reported;
        var cubes = levels.Select(_ => new ForecastCube(median.OriginCount, median.SeriesCount, median.Horizon)).ToArray();
        Parallel.For(0, median.OriginCount, o =>
        {
            var gridLength = QuantileLevels.Grid.Count;
            var grid = new double[median.Horizon * gridLength];
            for (var series = 0; series < median.SeriesCount; series++)
            {
                intervals.Fill(series, scales[series], origins[o], median[o, series], grid);
                for (var step = 0; step < median.Horizon; step++)
                {
                    for (var level = 0; level < levels.Count; level++)
                    {
                        cubes[level][o, series][step] =
                            QuantileLevels.Interpolate(grid.AsSpan(step * gridLength, gridLength), levels[level]);
                    }
                }
            }
        });
        return cubes;
    }
}
