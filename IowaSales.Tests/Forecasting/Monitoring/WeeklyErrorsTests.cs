using IowaSales.Forecasting.Monitoring;
using MathNet.Numerics.Distributions;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

/// <summary>Drift of simulated items whose forecasts err together and go on erring, as those of real sales do.</summary>
public sealed class WeeklyErrorsTests
{
    private const int Items = 300;
    private const int OpenDays = 5;

    private static readonly DateOnly FirstMonday = new(2024, 1, 1);

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.3, 0.7, false)]
    [InlineData(0.3, 0.7, true)]
    [InlineData(0.5, 1, true)]
    public void False_alarms_stay_as_rare_as_stated_when_errors_go_on_go_together_and_have_heavy_tails(double carry, double together, bool heavy)
    {
        const int Weeks = 208;
        var expected = Items * Weeks / DriftStatistic.WeeksPerFalseAlarm;

        var alarms = Alarms(Weeks, carry, together, (_, _) => 0, heavy).Count;

        Assert.InRange(alarms, 0, expected + (3 * Math.Sqrt(expected)));
    }

    [Theory]
    [InlineData(0.3, 0, 6)]
    [InlineData(-0.4, 0, 4)]
    [InlineData(0.5, 0, 4)]
    [InlineData(-0.5, 0.3, 4)]
    public void A_lasting_change_of_level_is_found_within_weeks(double change, double carry, int latest)
    {
        // Days of an item vary by 30 % of its level around forecasts that do not follow; every tenth item changes its level.
        const int Before = 12;
        const double DayVariation = 0.3;
        var alarms = Alarms(Before + 12, carry, 0.7, (item, week) => item % 10 == 0 && week >= Before ? change / DayVariation : 0);

        var found = alarms.Where(alarm => alarm.Item % 10 == 0 && alarm.Week >= Before).GroupBy(alarm => alarm.Item)
            .Select(item => item.Min(alarm => alarm.Week) - Before + 1).Order().ToList();

        Assert.InRange(found.Count, Items / 10 * 0.9, Items / 10);
        Assert.InRange(found[found.Count / 2], 1, latest);
    }

    [Fact]
    public void Weeks_without_days_and_no_days_at_all_have_no_error()
    {
        Assert.Empty(WeeklyErrors.Of([], FirstMonday));
        Assert.Empty(WeeklyErrors.Of([new DayPosition(1, FirstMonday, 0.9)], FirstMonday.AddDays(13)));
    }

    [Fact]
    public void A_week_s_error_is_the_sum_of_its_scores_over_the_root_of_their_number()
    {
        // Standard normal scores of 0.8 and 0.6 are 0.841621 and 0.253347; one item has no others to be compared with.
        var errors = WeeklyErrors.Of([new DayPosition(7, FirstMonday, 0.8), new DayPosition(7, FirstMonday.AddDays(1), 0.6)], FirstMonday.AddDays(6));
        Assert.Equal((0.841621 + 0.253347) / Math.Sqrt(2) / Math.Max(1, (0.841621 + 0.253347) / Math.Sqrt(2) / 0.674490), errors[7], 5);
    }

    private static List<(int Item, int Week)> Alarms(int weeks, double carry, double together, Func<int, int, double> shift, bool heavy = false)
    {
        var random = new Random(5);
        var own = new double[Items];
        var (common, alarms) = (0.0, new List<(int, int)>());
        var states = new DriftStatistic[Items];
        var positions = new Queue<DayPosition[]>();
        for (var week = 0; week < weeks; week++)
        {
            var days = new List<DayPosition>();
            for (var day = 0; day < OpenDays; day++)
            {
                common = Next(common);
                for (var item = 0; item < Items; item++)
                {
                    own[item] = Next(own[item], heavy);
                    var position = Normal.CDF(0, 1, own[item] + (together * common) + shift(item, week));
                    days.Add(new DayPosition(item, FirstMonday.AddDays((7 * week) + day), Math.Clamp(position, 0.0025, 0.9975)));
                }
            }

            positions.Enqueue([.. days]);
            if (positions.Count > WeeklyErrors.Weeks)
            {
                positions.Dequeue();
            }

            foreach (var (item, error) in WeeklyErrors.Of(positions.SelectMany(past => past), FirstMonday.AddDays((7 * week) + 6)))
            {
                states[item] = states[item].After(error);
                if (states[item].IsAlarm)
                {
                    alarms.Add((item, week));
                    states[item] = default;
                }
            }
        }

        return alarms;

        // Tails are those of Student's t with four degrees of freedom.
        double Next(double before, bool tails = false) => (carry * before) + (Math.Sqrt(1 - (carry * carry))
            * (tails ? StudentT.Sample(random, 0, 1, 4) / Math.Sqrt(2) : Normal.Sample(random, 0, 1)));
    }
}
