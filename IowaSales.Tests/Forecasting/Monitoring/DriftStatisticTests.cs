using IowaSales.Forecasting.Monitoring;
using MathNet.Numerics.Distributions;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

public sealed class DriftStatisticTests
{
    [Fact]
    public void False_alarms_of_normal_errors_are_rarer_than_stated()
    {
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

        Assert.InRange(alarms, 1, expected);
    }

    [Fact]
    public void Page_s_recursion_is_followed_to_both_sides()
    {
        var statistic = default(DriftStatistic).After(2.5).After(2).After(-1.25);
        Assert.Equal((1.5 + 1 - 2.25, 0.25), (statistic.High, statistic.Low));
        Assert.False(statistic.IsAlarm);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Three_weeks_in_a_row_make_an_alarm_however_far_out_one_of_them_is(int side)
    {
        var two = default(DriftStatistic).After(100 * side).After(100 * side);
        Assert.False(two.IsAlarm);
        Assert.True(two.After(2.5 * side).IsAlarm);
    }
}
