using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Ensembles;
using Xunit;

namespace IowaSales.Tests.Forecasting.Ensembles;

public sealed class FamilyCombinationTests
{
    [Fact]
    public void A_family_of_trading_weekdays_is_not_asked_about_a_Saturday_made_up_for_a_holiday()
    {
        // Two products, Monday to Friday; every week with a holiday is made up on its Saturday. 2024-05-27 is Memorial Day.
        var history = History.Of(WithMadeUpSaturdays(through: new DateOnly(2024, 5, 30)));
        var median = new double[4];
        double[][] families = [[100, 0, 0, 100], [60, 80, 20, 60], [double.NaN, double.NaN, double.NaN, double.NaN]];
        FamilyCombination.Combine(history, 0, [0.75, 0.25, 0], family => family == 0, family => families[family], median);

        // Friday is the weighted mean, Saturday is open and the second family's alone, Sunday is closed. The third family has no weight and is not asked.
        Assert.Equal([90, 80, 0, 90], median);
    }

    private static SalesPanel WithMadeUpSaturdays(DateOnly through)
    {
        DateOnly[] holidays = [new(2023, 5, 29), new(2023, 7, 4), new(2023, 9, 4), new(2023, 11, 23), new(2023, 12, 25), new(2024, 1, 1), new(2024, 5, 27)];
        var builder = new SalesPanelBuilder();
        for (var date = new DateOnly(2023, 1, 2); date <= through; date = date.AddDays(1))
        {
            var madeUp = date.DayOfWeek == DayOfWeek.Saturday && holidays.Any(holiday => holiday < date && holiday >= date.AddDays(-5));
            var works = date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(date);
            if (madeUp || works)
            {
                builder.Add(date, "A", 50);
                builder.Add(date, "B", 70);
            }
        }

        return builder.Build();
    }
}
