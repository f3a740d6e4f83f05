using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class WeekdayProfileTests
{
    private static readonly DateOnly Monday = new(2023, 1, 2);

    [Fact]
    public void A_constant_series_among_others_with_a_week_of_their_own_is_forecast_constant()
    {
        var forecast = ForecastOf(200, ("constant", _ => 40), ("weekly", day => 10 + (20 * (day % 7))));
        Assert.All(forecast, value => Assert.Equal(40, value, 1e-6));
    }

    [Fact]
    public void A_steady_week_is_repeated()
    {
        var forecast = ForecastOf(200, ("weekly", day => 10 + (20 * (day % 7))), ("constant", _ => 40));
        for (var step = 0; step < 14; step++)
        {
            Assert.Equal(10 + (20 * ((200 + step) % 7)), forecast[step], 1e-6);
        }
    }

    [Fact]
    public void One_large_order_moves_the_next_same_weekdays_by_less_than_the_mean_of_eight_weeks()
    {
        var quiet = ForecastOf(200, ("item", Noisy), ("other", Noisy));
        var spiked = ForecastOf(200, ("item", day => day == 196 ? 1000 : Noisy(day)), ("other", Noisy));

        // Day 196 is a Monday, as is day 203. Eight weeks' mean would rise by (1000 - 100) / 8 = 112.
        Assert.InRange(spiked[3] - quiet[3], 1, 80);
    }

    [Fact]
    public void The_scale_of_the_sales_is_the_scale_of_the_forecasts()
    {
        var small = ForecastOf(200, ("item", Noisy), ("other", day => 3 * Noisy(day)));
        var large = ForecastOf(200, ("item", day => 1000 * Noisy(day)), ("other", day => 3000 * Noisy(day)));
        for (var step = 0; step < 14; step++)
        {
            Assert.Equal(1000 * small[step], large[step], 1e-6 * large[step]);
        }
    }

    [Fact]
    public void A_weekday_without_sales_of_a_young_series_leans_on_the_panels_shape()
    {
        // The young series begins on a Friday (day 193) and has not seen a Tuesday; the panel sells thrice as much on Tuesdays.
        var forecast = ForecastOf(197, ("young", day => day < 193 ? -1 : 50), ("other", day => day % 7 == 1 ? 300 : 100));
        Assert.Equal(1, new DateOnly(2023, 1, 2).AddDays(197).DayOfWeek - DayOfWeek.Monday);
        Assert.True(forecast[0] > 1.5 * forecast[1], $"Tuesday {forecast[0]}, Wednesday {forecast[1]}");
    }

    /// <summary>Values about 100 that repeat neither weekly nor in any short period.</summary>
    private static double Noisy(int day) => 100 + (30 * Math.Sin(day * day * 0.37));

    private static double[] ForecastOf(int days, params (string Item, Func<int, double> Sales)[] series)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < days; day++)
        {
            foreach (var (item, sales) in series)
            {
                if (sales(day) >= 0)
                {
                    builder.Add(Monday.AddDays(day), item, sales(day));
                }
            }
        }

        var panel = builder.Build();
        var history = History.Of(panel);
        var forecast = new double[14];
        new WeekdayProfileFamily().Fit(history, new FitOptions(14)).Forecast(history, panel.IndexOf(series[0].Item), forecast);
        return forecast;
    }
}
