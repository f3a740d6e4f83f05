using IowaSales.Forecasting.Ensembles;
using IowaSales.Forecasting.Metrics;

namespace IowaSales.Benchmarks.Selection;

/// <summary>
/// Weights the families at each tested origin from the twenty weekly windows that end before it, as a training there would, and forecasts
/// that origin with them.
/// </summary>
/// <param name="forecasts">The families' forecasts at weekly origins.</param>
/// <param name="horizon">Days to forecast.</param>
/// <param name="scored">Which days count.</param>
internal sealed class NestedEnsemble(FamilyForecasts forecasts, int horizon, ScoredDays scored)
{
    /// <summary>Validation windows of the preset medium.</summary>
    public const int Windows = 20;

    private const int Week = 7;

    /// <summary>The ensemble's forecasts at the tested origins.</summary>
    /// <param name="tested">Number of each tested origin among the weekly ones.</param>
    public ForecastCube Run(IReadOnlyList<int> tested)
    {
        var series = forecasts.Actual.SeriesCount;
        var result = new ForecastCube(tested.Count, series, horizon);
        Parallel.For(0, tested.Count, t =>
        {
            var gap = (horizon + Week - 1) / Week;
            var last = tested[t] - gap;
            var first = Math.Max(0, last - Windows + 1);
            var actual = Slice(forecasts.Actual, first, last);
            var history = forecasts.Histories[tested[t]];
            double[] scales = [.. Enumerable.Range(0, series).Select(s => SeriesScale.Absolute(history, s, scored))];
            ForecastCube[] families = [.. forecasts.Forecasts.Select(family => Slice(family.Cube, first, last))];
            var weights = SeriesWeights.Of(ForwardSelection.Weights(actual, families, scales), actual, families, scales);
            for (var s = 0; s < series; s++)
            {
                var item = s;
                FamilyCombination.Combine(
                    history,
                    s,
                    weights[s],
                    family => forecasts.Forecasts[family].TradingWeekdaysOnly,
                    family => forecasts.Forecasts[family].Cube[tested[t], item],
                    result[t, s]);
            }
        });
        return result;
    }

    /// <summary>Some origins of a cube.</summary>
    public static ForecastCube Slice(ForecastCube cube, int first, int last)
    {
        var slice = new ForecastCube(last - first + 1, cube.SeriesCount, cube.Horizon);
        cube.Values.Slice(first * cube.SeriesCount * cube.Horizon, slice.Values.Length).CopyTo(slice.Values);
        return slice;
    }
}
