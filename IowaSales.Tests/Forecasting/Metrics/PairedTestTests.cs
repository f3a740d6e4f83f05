using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

public sealed class PairedTestTests
{
    private static readonly double[] Differences = [0.12, 0.05, -0.03, 0.08, 0.10, 0.02, -0.01, 0.07, 0.04, 0.09, 0.03, 0.06];

    [Fact]
    public void Statistic_and_chance_are_those_computed_elsewhere()
    {
        // Computed in Python from the formulas, the tail of Student's t by numerical integration.
        var test = PairedTest.Of(Differences, horizon: 3);
        Assert.Equal(0.0516666667, test.Mean, 9);
        Assert.Equal(5.0725595876, test.Statistic, 9);
        Assert.Equal(0.0001795708, test.PValue, 7);
    }

    [Fact]
    public void The_other_side_is_the_complement() =>
        Assert.Equal(1 - PairedTest.Of(Differences, 3).PValue, PairedTest.Of([.. Differences.Select(difference => -difference)], 3).PValue, 9);

    [Fact]
    public void No_difference_decides_nothing() => Assert.Equal(1, PairedTest.Of(new double[20], 7).PValue);

    [Fact]
    public void A_challenger_that_is_no_better_is_rarely_promoted()
    {
        var random = new Random(3);
        const int Trials = 4000;
        var promoted = Enumerable.Range(0, Trials).Count(_ =>
        {
            // Errors of overlapping forecasts go together: a moving average over a week.
            var noise = Enumerable.Range(0, 26).Select(_ => random.NextDouble() - 0.5).ToArray();
            var days = Enumerable.Range(0, 20).Select(day => noise.AsSpan(day, 7).ToArray().Sum()).ToArray();
            return PairedTest.Of(days, 7) is { Mean: > 0, PValue: < 0.01 };
        });
        Assert.InRange(promoted / (double)Trials, 0.005, 0.06);
    }
}
