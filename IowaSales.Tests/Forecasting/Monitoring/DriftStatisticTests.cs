using IowaSales.Forecasting.Monitoring;
using MathNet.Numerics.Distributions;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

public sealed class DriftStatisticTests
{
    [Fact]
    public void False_alarms_are_as_rare_as_stated()
    {
        // Two million item-weeks expect some 285 false alarms; the bounds are five standard deviations of that count.
        const int Weeks = 2_000_000;
        var expected = Weeks / DriftStatistic.WeeksPerFalseAlarm;
        var random = new Random(1);
        var (statistic, alarms) = (default(DriftStatistic), 0);
        for (var week = 0; week < Weeks; week++)
        {
            statistic = statistic.After(Normal.Sample(random, 0, 1));
            if (statistic.IsAlarm)
            {
                alarms++;
                statistic = default;
            }
        }

        Assert.InRange(alarms, expected - (5 * Math.Sqrt(expected)), expected + (5 * Math.Sqrt(expected)));
    }

    [Fact]
    public void Page_s_recursion_is_followed_to_both_sides()
    {
        var statistic = default(DriftStatistic).After(2.5).After(3).After(-1.25);
        Assert.Equal((1.5 + 2 - 2.25, 0.25), (statistic.High, statistic.Low));
        Assert.False(statistic.IsAlarm);
        Assert.True(statistic.After(3.8).IsAlarm);
    }
}
