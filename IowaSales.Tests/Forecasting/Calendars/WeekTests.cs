using IowaSales.Forecasting.Calendars;
using Xunit;

namespace IowaSales.Tests.Forecasting.Calendars;

public sealed class WeekTests
{
    /// <summary>The days of the week of Monday 2024-05-27, by a printed calendar.</summary>
    [Theory]
    [InlineData("2024-05-27", DayOfWeek.Monday, 0)]
    [InlineData("2024-05-30", DayOfWeek.Thursday, 3)]
    [InlineData("2024-06-01", DayOfWeek.Saturday, 5)]
    [InlineData("2024-06-02", DayOfWeek.Sunday, 6)]
    public void A_week_runs_from_Monday_to_Sunday(string date, DayOfWeek weekday, int index)
    {
        var day = DateOnly.ParseExact(date, "yyyy-MM-dd");
        Assert.Equal(weekday, day.DayOfWeek);
        Assert.Equal(index, Week.IndexOf(weekday));
        Assert.Equal(weekday, Week.MondayFirst[index]);
        Assert.Equal(new DateOnly(2024, 5, 27), Week.MondayOf(day));
    }
}
