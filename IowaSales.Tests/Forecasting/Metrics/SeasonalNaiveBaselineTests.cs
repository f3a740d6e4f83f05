using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Metrics;
using Xunit;

namespace IowaSales.Tests.Forecasting.Metrics;

/// <summary>The baseline of every comparison; expected values are read off the sales by hand.</summary>
public sealed class SeasonalNaiveBaselineTests
{
    private static readonly DateOnly Monday = new(2024, 1, 8);

    [Fact]
    public void A_closed_day_is_walked_past_and_an_open_day_without_a_sale_is_zero()
    {
        // Two weeks of Monday to Friday; the second Monday is closed for all, ALPHA sells nothing on the second Tuesday.
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 12; day++)
        {
            var date = Monday.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || day == 7)
            {
                continue;
            }

            builder.Add(date, "BETA", 1);
            if (day != 8)
            {
                builder.Add(date, "ALPHA", 10 + day);
            }
        }

        var panel = builder.Build();
        var forecast = new double[9];
        SeasonalNaiveBaseline.Forecast(History.Of(panel), panel.IndexOf("ALPHA"), forecast);

        // Saturday and Sunday never sold; Monday goes back two weeks; Tuesday was open without a sale; then the second week repeats.
        Assert.Equal([0, 0, 10, 0, 19, 20, 21, 0, 0], forecast);
    }

    [Fact]
    public void A_series_without_sales_is_zero()
    {
        var builder = new SalesPanelBuilder();
        builder.Add(Monday.AddDays(20), "LATE", 5);
        builder.Add(Monday, "EARLY", 3);
        var panel = builder.Build();
        var forecast = new double[] { 9, 9, 9 };
        SeasonalNaiveBaseline.Forecast(History.At(panel, 10), panel.IndexOf("LATE"), forecast);
        Assert.Equal([0, 0, 0], forecast);
    }
}
