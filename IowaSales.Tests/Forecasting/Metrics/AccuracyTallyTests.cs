using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

/// <summary>Expected values are worked out by hand.</summary>
public sealed class AccuracyTallyTests
{
    [Fact]
    public void Point_measures_are_those_worked_out_by_hand()
    {
        var tally = new AccuracyTally();
        tally.Add(new ScoredCell(10, median: 8, mean: 9, scale: 4, rootScale: 5, []));
        tally.Add(new ScoredCell(0, median: 2, mean: 3, double.NaN, double.NaN, []));
        tally.Add(new ScoredCell(20, median: 25, mean: 22, scale: 10, rootScale: 8, []));

        var metrics = tally.Metrics();

        Assert.Equal(3, metrics.Cells);
        Assert.Equal(0.5, metrics.Mase!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(0.05125), metrics.Rmsse!.Value, 1e-12);
        Assert.Equal(3, metrics.Mae!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(14.0 / 3), metrics.Rmse!.Value, 1e-12);
        Assert.Equal(0.225, metrics.Mape!.Value, 1e-12);
        Assert.Equal(22.0 / 27, metrics.Smape!.Value, 1e-12);
        Assert.Equal(4.0 / 3, metrics.Bias!.Value, 1e-12);
        Assert.Equal(4.0 / 30, metrics.BiasShare!.Value, 1e-12);
        Assert.Null(metrics.Wql);
        Assert.Null(metrics.Coverage80);
        Assert.Empty(tally.Calibration());
    }

    [Fact]
    public void Quantile_measures_are_those_worked_out_by_hand()
    {
        var tally = new AccuracyTally();
        tally.Add(new ScoredCell(5, 5, 5, 1, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]));
        tally.Add(new ScoredCell(0.5, 5, 5, 1, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]));

        var metrics = tally.Metrics();

        // Pinball losses doubled: 8.0 at 5; at 0.5 the sum of 2 (1 - i/10)(i - 0.5) over i = 1 .. 9, which is 28.5.
        Assert.Equal((8 + 28.5) / (9 * 5.5), metrics.Wql!.Value, 1e-12);
        Assert.Equal(0.5, metrics.Coverage80!.Value, 1e-12);
        Assert.Equal([0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1, 1], tally.Calibration().Select(point => point.Observed));
    }

    [Fact]
    public void Nothing_scored_defines_no_measure()
    {
        var metrics = new AccuracyTally().Metrics();

        Assert.Equal(new AccuracyMetrics(0, null, null, null, null, null, null, null, null, null, null), metrics);
    }
}
