using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.CalendarRegression;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class CalendarRegressionTests
{
    private static readonly DateOnly First = new(2022, 1, 3);

    [Fact]
    public void A_pure_weekday_shape_is_recovered()
    {
        // Level 100, shape by weekday, nothing else: the forecast must be level times shape.
        double[] shape = [0, 80, 120, 100, 90, 110, 0];
        var history = History.Of(Panel((date, _) => shape[(int)date.DayOfWeek], days: 420));
        var forecast = Forecast(history);
        for (var step = 0; step < forecast.Length; step++)
        {
            var expected = shape[(int)history.DateOf(history.Origin + step).DayOfWeek];
            if (expected > 0)
            {
                Assert.InRange(forecast[step], expected * 0.96, expected * 1.04);
            }
        }
    }

    [Fact]
    public void A_movement_of_four_weeks_ago_comes_back_when_orders_run_in_four_week_cycles()
    {
        // Every fourth Tuesday sells twice: neither the weekday nor the place in the month tells which one is next.
        static double Sales(DateOnly date, int item) => date.DayOfWeek switch
        {
            DayOfWeek.Saturday or DayOfWeek.Sunday => 0,
            DayOfWeek.Tuesday when (date.DayNumber - First.DayNumber) / 7 % 4 == 0 => 200 + item,
            _ => 100 + item,
        };

        var panel = Panel(Sales, days: 425);
        var doubled = Forecast(History.At(panel, 420))[1];
        var ordinary = Forecast(History.At(panel, 413))[1];
        Assert.True(doubled > ordinary * 1.25, $"Tuesday of the cycle {doubled:F1}, other Tuesday {ordinary:F1}");
    }

    [Fact]
    public void A_week_with_a_holiday_in_it_does_not_lower_the_level()
    {
        // Mondays sell three times as much as other days; a closed Monday takes a third off the week, but not off the level.
        static double Sales(DateOnly date, int item) => date.DayOfWeek switch
        {
            DayOfWeek.Saturday or DayOfWeek.Sunday => 0,
            DayOfWeek.Monday when date == new DateOnly(2023, 5, 29) => 0,
            DayOfWeek.Monday => 300 + item,
            _ => 100 + item,
        };

        var panel = Panel(Sales, days: 518);
        var origin = panel.DayOf(new DateOnly(2023, 6, 1));
        var friday = Forecast(History.At(panel, origin))[1];
        Assert.InRange(friday, 90, 110);
    }

    [Fact]
    public void A_lasting_rise_is_followed_within_weeks()
    {
        var panel = Panel((date, item) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : date >= First.AddDays(392) ? 200 : 100, days: 420);
        var forecast = Forecast(History.Of(panel));
        Assert.Equal(5, forecast.Count(value => value is > 135 and < 210));
    }

    [Fact]
    public void What_is_written_forecasts_the_same_when_read()
    {
        var history = History.Of(Panel((date, item) => 50 + (item * 10) + date.Day, days: 200));
        var family = new CalendarRegressionFamily();
        var fitted = family.Fit(history, new FitOptions(7));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        fitted.Write(writer);
        stream.Position = 0;
        var read = family.Read(new BinaryReader(stream));
        Assert.Equal(Forecast(history, fitted), Forecast(history, read));
    }

    [Fact]
    public void Nothing_at_or_after_the_origin_is_seen()
    {
        static double Sales(DateOnly date, int item) => 50 + (item * 10) + (date.Day % 5);
        var calm = Panel(Sales, days: 220);
        var spiked = Panel((date, item) => Sales(date, item) + (date >= First.AddDays(200) ? 1e9 : 0), days: 220);
        Assert.Equal(Forecast(History.At(calm, 200)), Forecast(History.At(spiked, 200)));
    }

    [Fact]
    public void Series_of_zeros_and_of_one_day_get_finite_forecasts()
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < 100; day++)
        {
            builder.Add(First.AddDays(day), "A", 100);
            builder.Add(First.AddDays(day), "ZERO", 0);
        }

        builder.Add(First.AddDays(99), "NEW", 1e12);
        var history = History.Of(builder.Build());
        var fitted = new CalendarRegressionFamily().Fit(history, new FitOptions(56));
        for (var series = 0; series < history.SeriesCount; series++)
        {
            var forecast = new double[56];
            fitted.Forecast(history, series, forecast);
            Assert.All(forecast, value => Assert.True(double.IsFinite(value) && value >= 0));
        }
    }

    private static double[] Forecast(History history) => Forecast(history, new CalendarRegressionFamily().Fit(history, new FitOptions(7)));

    private static double[] Forecast(History history, IFittedFamily fitted)
    {
        var forecast = new double[7];
        fitted.Forecast(history, 0, forecast);
        return forecast;
    }

    private static SalesPanel Panel(Func<DateOnly, int, double> sales, int days)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < days; day++)
        {
            for (var item = 0; item < 3; item++)
            {
                var date = First.AddDays(day);
                var value = sales(date, item);
                if (value != 0)
                {
                    builder.Add(date, $"ITEM {item}", value);
                }
            }
        }

        return builder.Build();
    }
}
