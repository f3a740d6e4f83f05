using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Ensembles;
using Xunit;

namespace IowaSales.Tests.Forecasting.Ensembles;

public sealed class FamilyCombinationTests
{
    [Fact]
    public void A_family_of_trading_weekdays_is_not_asked_about_a_Saturday_on_which_one_item_opens()
    {
        // Two products, Monday to Friday; a person says that one of them opens on the next Saturday.
        var history = History.Of(MondayToFriday(through: new DateOnly(2024, 5, 16)).With(new StatedCalendar([new StatedDay(new DateOnly(2024, 5, 18), true, null, "A")])));
        var median = new double[4];
        double[][] families = [[100, 0, 0, 100], [60, 80, 20, 60], [double.NaN, double.NaN, double.NaN, double.NaN]];
        FamilyCombination.Combine(history, 0, [0.75, 0.25, 0], family => family == 0, family => families[family], median);

        // Friday is the weighted mean, Saturday is open and the second family's alone, Sunday is closed. The third family has no weight and is not asked.
        Assert.Equal([90, 80, 0, 90], median);
    }

    private static SalesPanel MondayToFriday(DateOnly through)
    {
        var builder = new SalesPanelBuilder();
        for (var date = new DateOnly(2023, 1, 2); date <= through; date = date.AddDays(1))
        {
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(date, "A", 50);
                builder.Add(date, "B", 70);
            }
        }

        return builder.Build();
    }
}
