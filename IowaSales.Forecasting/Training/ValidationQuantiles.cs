using IowaSales.Forecasting.Distributions;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Forecasting.Training;

/// <summary>Quantile forecasts on the validation windows.</summary>
internal static class ValidationQuantiles
{
    /// <summary>The predictive distribution of one series from one origin.</summary>
    /// <param name="origin">Number of the origin, from 0.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="centre">Its point forecasts.</param>
    public delegate SeriesForecast AroundFunction(int origin, int series, ReadOnlySpan<double> centre);

    /// <summary>The reported quantiles around given forecasts.</summary>
    /// <param name="centre">Point forecasts.</param>
    /// <param name="around">Makes the distributions; called from many threads.</param>
    /// <param name="cubes">Receives one cube per level of <see cref="QuantileLevels.Reported"/>, each of the forecasts' shape.</param>
    public static void Fill(ForecastCube centre, AroundFunction around, ForecastCube[] cubes)
    {
        var levels = QuantileLevels.Reported;
        Parallel.For(0, centre.OriginCount * centre.SeriesCount, path =>
        {
            var (o, series) = Math.DivRem(path, centre.SeriesCount);
            var forecast = around(o, series, centre[o, series]);
            for (var step = 0; step < centre.Horizon; step++)
            {
                for (var level = 0; level < levels.Count; level++)
                {
                    cubes[level][o, series][step] = forecast.Quantile(step, levels[level]);
                }
            }
        });
    }
}
