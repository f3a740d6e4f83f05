using System.Globalization;
using IowaSales.Api.Serving;
using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Distributions;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class ExpectedDaysTests
{
    [Theory]
    [InlineData(0, "2023-07-21", "2023-07-26", 4)]
    [InlineData(9, "2023-07-31", "2023-08-03", 4)]
    [InlineData(9, "2023-07-31", "2023-08-04", 5)]
    [InlineData(40, "2023-08-30", "2023-08-29", 0)]
    [InlineData(40, "2023-08-30", "2023-08-30", 1)]
    public void Only_open_days_after_the_last_sales_are_expected(int closedDays, string first, string today, int expected)
    {
        // The last sales are of Thursday, 2023-07-20; Saturdays and Sundays are learned as closed, and the forecast is of seven days.
        var sales = ModelFactory.Sales(100, ModelFactory.Days).Build();
        var closed = Enumerable.Range(1, closedDays).Select(day => new StatedDay(sales.LastDate.AddDays(day), false, "Renovation", null));
        var forecasts = new ForecastSet(History.Of(sales.With(new StatedCalendar(closed))), 7, []);

        Assert.Equal(Date(first), ExpectedDays.First(forecasts));
        Assert.Equal(expected, ExpectedDays.Count(forecasts, sales.LastDate, Date(today), 100));
        Assert.Equal(Math.Min(expected, 3), ExpectedDays.Count(forecasts, sales.LastDate, Date(today), 3));
    }

    private static DateOnly Date(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
