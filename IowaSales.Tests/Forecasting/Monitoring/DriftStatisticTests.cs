using IowaSales.Forecasting.Monitoring;
using MathNet.Numerics.Distributions;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

public sealed class DriftStatisticTests
{
    [Fact]
    public void False_alarms_are_as_rare_as_stated()
    {
        // Positions of right forecasts are uniform. Six million item-days expect some 86 false alarms; the bounds are five standard
        // deviations of that count and the error of Siegmund's approximation, which is a few per cent.
        const int Days = 6_000_000;
        var expected = Days / DriftStatistic.DaysPerFalseAlarm;
        var random = new Random(1);
        var (statistic, alarms) = (default(DriftStatistic), 0);
        for (var day = 0; day < Days; day++)
        {
            statistic = statistic.After(Clipped(random.NextDouble()));
            if (statistic.IsAlarm)
            {
                alarms++;
                statistic = default;
            }
        }

        Assert.InRange(alarms, 1, expected + (5 * Math.Sqrt(expected)));
    }

    [Theory]
    [InlineData(1, 12, 32)]
    [InlineData(2, 5, 10)]
    [InlineData(-1, 12, 32)]
    public void A_lasting_shift_is_found_in_weeks(double shift, int soonest, int latest)
    {
        var random = new Random(2);
        var days = Enumerable.Range(0, 200).Select(_ =>
        {
            var (statistic, day) = (default(DriftStatistic), 0);
            while (!statistic.IsAlarm)
            {
                statistic = statistic.After(Clipped(Normal.CDF(0, 1, Normal.InvCDF(0, 1, random.NextDouble()) + shift)));
                day++;
            }

            return day;
        }).Average();
        Assert.InRange(days, soonest, latest);
    }

    [Fact]
    public void Page_s_recursion_is_followed_to_both_sides()
    {
        // Standard normal scores of 0.975 and 0.16 are 1.959964 and -0.994458.
        var statistic = default(DriftStatistic).After(0.975).After(0.975).After(0.16);
        Assert.Equal((2 * (1.959964 - 0.5)) - 0.994458 - 0.5, statistic.High, 5);
        Assert.Equal(0.994458 - 0.5, statistic.Low, 5);
    }

    /// <summary>As far out as a stored forecast can tell.</summary>
    private static double Clipped(double position) => Math.Clamp(position, 0.0025, 0.9975);
}
