using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Metrics;

/// <summary>
/// What the finished ensemble would have forecast from past origins, beside what was sold. Made on the validation windows of a training,
/// kept in the artifact so that people can see how right the model was.
/// </summary>
/// <param name="Origins">Day index of each origin (its first forecast day), ascending.</param>
/// <param name="Levels">Probability levels of <paramref name="Quantiles"/>, ascending.</param>
/// <param name="Actual">Sales; NaN on closed days.</param>
/// <param name="Median">Median forecasts.</param>
/// <param name="Quantiles">One cube of quantile forecasts per level.</param>
/// <param name="Scales">Scale of each series: mean absolute difference of known days seven days apart; NaN when there is none.</param>
public sealed record Backtest(
    IReadOnlyList<int> Origins,
    IReadOnlyList<double> Levels,
    ForecastCube Actual,
    ForecastCube Median,
    IReadOnlyList<ForecastCube> Quantiles,
    IReadOnlyList<double> Scales)
{
    /// <summary>The actual sales of the days after each origin: 0 on an open day without a row, NaN on a closed day.</summary>
    /// <param name="panel">The sales, which reach past the last origin by the horizon.</param>
    /// <param name="origins">Day index of each origin.</param>
    /// <param name="horizon">Number of steps.</param>
    /// <returns>The cube.</returns>
    public static ForecastCube ActualSales(SalesPanel panel, IReadOnlyList<int> origins, int horizon)
    {
        var known = History.Of(panel);
        var actual = new ForecastCube(origins.Count, panel.SeriesCount, horizon);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var first = known.FirstDay(series);
            var daily = known.Daily(series);
            for (var o = 0; o < origins.Count; o++)
            {
                var cells = actual[o, series];
                for (var step = 0; step < horizon; step++)
                {
                    var day = origins[o] + step;
                    cells[step] = day >= first ? daily[day - first] : known.IsOpen(series, day) ? 0 : double.NaN;
                }
            }
        }

        return actual;
    }
}
