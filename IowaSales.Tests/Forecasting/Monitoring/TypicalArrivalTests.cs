using IowaSales.Forecasting.Monitoring;
using Xunit;

namespace IowaSales.Tests.Forecasting.Monitoring;

public sealed class TypicalArrivalTests
{
    [Fact]
    public void A_day_is_overdue_two_hours_after_nine_in_ten_deliveries_came()
    {
        TimeSpan[] delays = [.. Enumerable.Range(1, 10).Select(hour => TimeSpan.FromHours(24 + hour))];
        Assert.Equal(TimeSpan.FromHours(24 + 9 + 2), TypicalArrival.OverdueAfter(delays));
    }

    [Fact]
    public void Backlogs_are_no_habit_and_without_a_habit_it_is_noon_of_the_next_day()
    {
        TimeSpan[] delays = [.. Enumerable.Repeat(TimeSpan.FromDays(300), 20), .. Enumerable.Repeat(TimeSpan.FromHours(30), 4)];
        Assert.Equal(TimeSpan.FromHours(36), TypicalArrival.OverdueAfter(delays));
        Assert.Equal(TimeSpan.FromHours(32), TypicalArrival.OverdueAfter([.. delays, TimeSpan.FromHours(30)]));
    }
}
