using IowaSales.Forecasting.Monitoring;
using MathNet.Numerics.Distributions;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

/// <summary>Drift of all items together, where what they have in common goes on from day to day.</summary>
public sealed class CommonErrorsTests
{
    private const int Items = 9;
    private const int OpenDays = 5;
    private const double DayVariation = 0.3;

    private static readonly DateOnly FirstMonday = new(2000, 1, 3);

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void False_alarms_are_fewer_than_one_in_twenty_years(double carry)
    {
        const int Years = 100;
        Assert.InRange(Alarms(Years * 52, carry, _ => 0, seed: 3).Count, 0, Years / 20);
    }

    [Theory]
    [InlineData(0.5, 4)]
    [InlineData(-0.4, 5)]
    public void A_lasting_change_of_all_items_is_found_within_weeks(double change, int latest)
    {
        const int Before = 40;
        var found = Enumerable.Range(0, 25)
            .Select(seed => Alarms(Before + 12, 0.3, week => week >= Before ? change / DayVariation : 0, seed))
            .Select(alarms => alarms.FirstOrDefault(week => week >= Before, int.MaxValue - Before) - Before + 1)
            .Order().ToList();
        Assert.InRange(found[found.Count / 2], 3, latest);
    }

    [Fact]
    public void Too_few_weeks_or_items_have_no_common_error()
    {
        Assert.Null(CommonErrors.Of([], FirstMonday));
        Assert.Null(CommonErrors.Of(Weeks(30, items: 4), FirstMonday.AddDays((30 * 7) - 1)));
        Assert.Null(CommonErrors.Of(Weeks(15, Items), FirstMonday.AddDays((15 * 7) - 1)));
        Assert.NotNull(CommonErrors.Of(Weeks(16, Items), FirstMonday.AddDays((16 * 7) - 1)));
    }

    private static IEnumerable<DayPosition> Weeks(int weeks, int items) =>
        from week in Enumerable.Range(0, weeks)
        from item in Enumerable.Range(1, items)
        select new DayPosition(item, FirstMonday.AddDays(7 * week), 0.4);

    private static List<int> Alarms(int weeks, double carry, Func<int, double> shift, int seed)
    {
        var random = new Random(seed);
        var (common, statistic, alarms, positions) = (0.0, default(DriftStatistic), new List<int>(), new Queue<DayPosition[]>());
        for (var week = 0; week < weeks; week++)
        {
            var days = new List<DayPosition>();
            for (var day = 0; day < OpenDays; day++)
            {
                common = (carry * common) + (Math.Sqrt(1 - (carry * carry)) * Normal.Sample(random, 0, 1));
                var date = FirstMonday.AddDays((7 * week) + day);
                days.AddRange(Enumerable.Range(1, Items).Select(item => new DayPosition(
                    item, date, Math.Clamp(Normal.CDF(0, 1, Normal.Sample(random, 0, 1) + (0.5 * common) + shift(week)), 0.0025, 0.9975))));
            }

            positions.Enqueue([.. days]);
            if (positions.Count > WeeklyErrors.Weeks)
            {
                positions.Dequeue();
            }

            if (CommonErrors.Of(positions.SelectMany(past => past), FirstMonday.AddDays((7 * week) + 6)) is { } error)
            {
                statistic = statistic.After(error);
                if (statistic.IsAlarm)
                {
                    alarms.Add(week);
                    statistic = default;
                }
            }
        }

        return alarms;
    }
}
