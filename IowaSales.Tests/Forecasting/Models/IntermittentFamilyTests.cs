using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.Intermittent;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public class IntermittentFamilyTests
{
    private const int Weeks = 40;
    private static readonly DateOnly Monday = new(2023, 2, 6);

    [Fact]
    public void Demand_is_expected_on_the_weekday_it_comes_on()
    {
        var week = ForecastOf("tuesdays");

        Assert.Equal(10, week[1], 1.5);
        Assert.All(week.Where((_, weekday) => weekday != 1), value => Assert.True(value < 1, $"{value}"));
    }

    [Fact]
    public void The_weeks_total_is_the_rate_of_demand()
    {
        // Six pieces every second week; the correction of Syntetos and Boylan takes a few percent off.
        Assert.Equal(3, ForecastOf("fortnightly").Sum(), 0.5);
    }

    [Fact]
    public void A_series_that_stopped_fades_out()
    {
        Assert.True(ForecastOf("stopped").Sum() < 0.2 * ForecastOf("tuesdays").Sum());
    }

    [Fact]
    public void Returns_are_no_demand()
    {
        Assert.Equal(0, ForecastOf("returns").Sum());
    }

    /// <summary>Forecast of the Monday to Sunday that follow the panel.</summary>
    private static double[] ForecastOf(string item)
    {
        var builder = new SalesPanelBuilder();
        for (var week = 0; week < Weeks; week++)
        {
            for (var weekday = 0; weekday < 5; weekday++)
            {
                var date = Monday.AddDays((7 * week) + weekday);
                builder.Add(date, "every day", 1);
                builder.Add(date, "returns", -1);
                if (weekday == 1)
                {
                    builder.Add(date, "tuesdays", 10);
                }

                if (weekday == 1 && week < Weeks / 2)
                {
                    builder.Add(date, "stopped", 10);
                }

                if (weekday == 3 && week % 2 == 0)
                {
                    builder.Add(date, "fortnightly", 6);
                }
            }
        }

        builder.Add(Monday.AddDays((7 * Weeks) - 1), "every day", 0);
        var panel = builder.Build();
        var history = History.Of(panel);
        var forecast = new double[7];
        new IntermittentFamily().Fit(history, new FitOptions(7)).Forecast(history, panel.IndexOf(item), forecast);
        return forecast;
    }
}
