using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Ensembles;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

/// <summary>Saturdays of a trade that opens Monday to Friday, and on some Saturdays to make up for a holiday.</summary>
public sealed class MadeUpDaysTests
{
    private static readonly DateOnly LaborSaturday = new(2024, 9, 7);
    private static readonly DateOnly ThanksgivingSaturday = new(2024, 11, 30);

    /// <summary>Saturdays in weeks with a holiday, and what each sold where a weekday sells 100.</summary>
    private static readonly Dictionary<DateOnly, double> MadeUp = new()
    {
        [new(2023, 6, 3)] = 70,
        [new(2023, 7, 8)] = 80,
        [new(2023, 9, 9)] = 80,
        [new(2023, 11, 25)] = 1,
        [new(2024, 6, 1)] = 80,
    };

    [Fact]
    public void A_made_up_day_sells_the_usual_share_of_the_weekdays_around_it()
    {
        // Origin Thursday 2024-09-05; the families say 120 a weekday, and nearly nothing of the Saturday. Of the shares 0.7, 0.8, 0.8 (Labor Day, four
        // times), 0.01, 0.8 and the prior 0.9 the weighted median is 0.8.
        Assert.Equal([120, 120, 96, 0, 120, 120, 120], Forecast(LaborSaturday, saturdaysOf: MadeUp), Equal);
    }

    [Fact]
    public void The_same_holiday_of_a_year_before_counts_most()
    {
        // 0.01 four times against 0.7, 0.8, 0.8, 0.8 and 0.9 once each: the fifth of nine is 0.7. Without the weight it would be the mean of 0.8 and 0.8.
        Assert.Equal([0, 120, 84, 0, 120, 120, 120], Forecast(ThanksgivingSaturday, saturdaysOf: MadeUp), Equal);
    }

    [Fact]
    public void A_day_that_a_person_states_as_open_is_one_though_none_was_seen()
    {
        Assert.Equal([120, 120, 108, 0, 120, 120, 120], Forecast(LaborSaturday, saturdaysOf: []), Equal);
        Assert.Equal([120, 120, 108, 0, 120, 120, 120], Forecast(new DateOnly(2024, 8, 17), saturdaysOf: []), Equal);
    }

    [Fact]
    public void What_is_sold_from_the_origin_on_changes_nothing()
    {
        var later = new Dictionary<DateOnly, double>(MadeUp) { [LaborSaturday] = 9000, [new(2024, 9, 14)] = 9000 };

        Assert.Equal(Forecast(LaborSaturday, MadeUp), Forecast(LaborSaturday, later));
    }

    /// <summary>The combined forecast of a product from the Thursday before a Saturday that is stated as open.</summary>
    private static double[] Forecast(DateOnly saturday, Dictionary<DateOnly, double> saturdaysOf)
    {
        var panel = Sales(saturdaysOf);
        var origin = saturday.DayNumber - 2 - panel.FirstDate.DayNumber;
        var history = History.At(panel.With(new StatedCalendar([new StatedDay(saturday, true, "Made up", null)])), origin);
        var combined = new double[7];
        double[] family = [120, 120, 3, 3, 120, 120, 120];
        FamilyCombination.Combine(history, 0, [1], _ => false, _ => family, combined);
        return combined;
    }

    private static SalesPanel Sales(Dictionary<DateOnly, double> saturdays)
    {
        var builder = new SalesPanelBuilder();
        for (var date = new DateOnly(2023, 1, 2); date <= new DateOnly(2024, 12, 31); date = date.AddDays(1))
        {
            if (saturdays.TryGetValue(date, out var sold))
            {
                builder.Add(date, "A", sold);
            }
            else if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !UsFederalHolidays.ClosesTrade(date))
            {
                builder.Add(date, "A", 100);
            }
        }

        return builder.Build();
    }

    private static bool Equal(double expected, double actual) => Math.Abs(expected - actual) < 1e-9;
}
