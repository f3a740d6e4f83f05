using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>Quantile forecasts on the validation windows.</summary>
internal static class ValidationQuantiles
{
    /// <summary>Fills the quantile functions of one series from one origin, step by step.</summary>
    /// <param name="origin">Number of the origin, from 0.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="centre">Its point forecasts.</param>
    /// <param name="grid">Receives, step after step, the values at <see cref="QuantileLevels.Grid"/>.</param>
    public delegate void FillAction(int origin, int series, ReadOnlySpan<double> centre, Span<double> grid);

    /// <summary>The reported quantiles around given forecasts.</summary>
    /// <param name="centre">Point forecasts.</param>
    /// <param name="fill">Fills the quantile functions; called from many threads.</param>
    /// <param name="cubes">Receives one cube per level of <see cref="QuantileLevels.Reported"/>, each of the forecasts' shape.</param>
    public static void Fill(ForecastCube centre, FillAction fill, ForecastCube[] cubes)
    {
        var levels = QuantileLevels.Reported;
        Parallel.For(0, centre.OriginCount, o =>
        {
            var gridLength = QuantileLevels.Grid.Count;
            var grid = new double[centre.Horizon * gridLength];
            for (var series = 0; series < centre.SeriesCount; series++)
            {
                fill(o, series, centre[o, series], grid);
                for (var step = 0; step < centre.Horizon; step++)
                {
                    for (var level = 0; level < levels.Count; level++)
                    {
                        cubes[level][o, series][step] =
                            QuantileLevels.Interpolate(grid.AsSpan(step * gridLength, gridLength), levels[level]);
                    }
                }
            }
        });
    }
}
