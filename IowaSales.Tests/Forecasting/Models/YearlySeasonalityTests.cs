using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.CalendarRegression;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class YearlySeasonalityTests
{
    private static readonly DateOnly First = new(2022, 1, 3);

    /// <summary>Two and a half years of five items that sell alike on Monday to Friday, but for what item 0 sells in May.</summary>
    private static SalesPanel Panel(Func<DateOnly, double> firstItem)
    {
        var builder = new SalesPanelBuilder();
        for (var date = First; date <= new DateOnly(2024, 6, 30); date = date.AddDays(1))
        {
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(date, "item 0", firstItem(date));
                for (var item = 1; item < 5; item++)
                {
                    builder.Add(date, $"item {item}", 100);
                }
            }
        }

        return builder.Build();
    }

    private static double[] Forecast(SalesPanel panel, DateOnly origin, int series)
    {
        var history = History.At(panel, panel.DayOf(origin));
        var forecast = new double[7];
        new CalendarRegressionFamily().Fit(history, new FitOptions(7)).ForecastOpenDays(history, series, forecast);
        return forecast;
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(1, 8, 0)]
    [InlineData(1, 9, 1)]
    [InlineData(1, 31, 3)]
    [InlineData(2, 29, 7)]
    [InlineData(12, 24, 46)]
    [InlineData(12, 31, 47)]
    public void A_year_has_four_parts_a_month(int month, int day, int part) =>
        Assert.Equal(part, YearlySeasonality.PartOf(new DateOnly(2024, month, day)));

    [Fact]
    public void A_promotion_that_came_in_two_Mays_is_expected_in_the_third_of_that_item_alone()
    {
        var panel = Panel(date => date.Month == 5 ? 200 : 100);
        var promoted = Forecast(panel, new DateOnly(2024, 5, 1), series: 0)[1];
        var other = Forecast(panel, new DateOnly(2024, 5, 1), series: 1)[1];
        Assert.InRange(promoted, 130, 200);
        Assert.InRange(other, 95, 118);
    }

    [Fact]
    public void A_promotion_that_always_ends_with_May_is_not_carried_into_June()
    {
        var recurring = Panel(date => date.Month == 5 ? 200 : 100);
        var unheard = Panel(date => date is { Year: 2024, Month: 5 } ? 200 : 100);
        var origin = new DateOnly(2024, 6, 1);
        Assert.True(
            Forecast(recurring, origin, series: 0)[2] < 0.9 * Forecast(unheard, origin, series: 0)[2],
            "A level that was high in every May should be believed less in June than one that never was.");
    }

    [Fact]
    public void What_happens_in_this_half_year_is_no_season_yet()
    {
        var quiet = Panel(_ => 100);
        var risen = Panel(date => date >= new DateOnly(2024, 3, 1) ? 200 : 100);
        var origin = new DateOnly(2024, 6, 20);
        Assert.InRange(Forecast(quiet, origin, series: 0)[0], 97, 103);
        Assert.InRange(Forecast(risen, origin, series: 0)[0], 180, 210);
    }

    [Fact]
    public void A_season_that_the_last_half_year_contradicts_is_hardly_believed()
    {
        // The year 2022 sold more in every other month; 2023 did so again, or did not.
        static double Unlike(DateOnly date) => date.Year == 2022 && date.Month % 2 == 1 ? 200 : 100;
        static double Alike(DateOnly date) => date.Month % 2 == 1 ? 200 : 100;
        var origin = new DateOnly(2023, 10, 31);
        var contradicted = Forecast(Panel(Unlike), origin, series: 0)[1];
        var borneOut = Forecast(Panel(Alike), origin, series: 0)[1];
        Assert.InRange(contradicted, 95, 108);
        Assert.InRange(borneOut, 125, 200);
    }

    [Fact]
    public void Days_at_and_after_the_origin_move_nothing()
    {
        var origin = new DateOnly(2024, 5, 1);
        var plain = Panel(date => date.Month == 5 ? 200 : 100);
        var spiked = Panel(date => date >= origin ? 1e6 : date.Month == 5 ? 200 : 100);
        Assert.Equal(Forecast(plain, origin, series: 0), Forecast(spiked, origin, series: 0));
        Assert.Equal(Forecast(plain, origin, series: 1), Forecast(spiked, origin, series: 1));
    }

    [Fact]
    public void An_item_that_came_after_the_fit_has_the_season_of_the_panel()
    {
        var builder = new SalesPanelBuilder();
        var newcomer = new DateOnly(2024, 1, 2);
        for (var date = First; date <= new DateOnly(2024, 6, 30); date = date.AddDays(1))
        {
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(date, "item 0", date.Month == 5 ? 150 : 100);
                builder.Add(date, "item 1", date.Month == 5 ? 150 : 100);
                if (date >= newcomer)
                {
                    builder.Add(date, "item 2", 100);
                }
            }
        }

        var panel = builder.Build();
        var fitted = new CalendarRegressionFamily().Fit(History.At(panel, panel.DayOf(newcomer)), new FitOptions(7));
        var history = History.At(panel, panel.DayOf(new DateOnly(2024, 5, 1)));
        var forecast = new double[7];
        fitted.ForecastOpenDays(history, panel.IndexOf("item 2"), forecast);
        Assert.InRange(forecast[1], 115, 150);
    }
}
