using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverBoosting;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Training;

public sealed class LeakageTests
{
    private const int Origin = 300;
    private static readonly DateOnly First = new(2022, 1, 3);

    public static TheoryData<string> Families => [.. AllFamilies().Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_spike_at_or_after_the_origin_moves_no_family(string name)
    {
        var family = AllFamilies().Single(candidate => candidate.Name == name);
        var calm = History.At(Panel(spike: 0), Origin);
        var spiked = History.At(Panel(spike: 1e9), Origin);
        var fittedCalm = family.Fit(calm, new FitOptions(7));
        var fittedSpiked = family.Fit(spiked, new FitOptions(7));
        for (var series = 0; series < calm.SeriesCount; series++)
        {
            var (expected, actual) = (new double[7], new double[7]);
            fittedCalm.Forecast(calm, series, expected);
            fittedSpiked.Forecast(spiked, series, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void A_spike_of_sales_or_of_an_unknown_driver_after_the_origin_moves_no_forecast_with_drivers_and_a_known_one_does()
    {
        Assert.SkipUnless(LightGbmTreeTrainer.IsAvailable, "LightGBM does not load here.");
        var calm = DrivenForecast(Panel(spike: 0), weatherAhead: 20, promoAhead: 0);
        Assert.Equal(calm, DrivenForecast(Panel(spike: 1e9), weatherAhead: 20, promoAhead: 0));
        Assert.Equal(calm, DrivenForecast(Panel(spike: 0), weatherAhead: 35, promoAhead: 0));
        Assert.NotEqual(calm, DrivenForecast(Panel(spike: 0), weatherAhead: 20, promoAhead: 1));
    }

    [Fact]
    public void Days_that_open_at_or_after_the_origin_move_no_calendar()
    {
        var calm = History.At(Panel(spike: 0), Origin).Calendar;
        var builder = new SalesPanelBuilder();
        var panel = Panel(spike: 0);
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                // From the origin on Fridays' sales are Saturdays'.
                var date = panel.DateOf(rows.Days[i]);
                builder.Add(rows.Days[i] < Origin ? date : date.AddDays(date.DayOfWeek == DayOfWeek.Friday ? 1 : 7), panel.Items[series], rows.Values[i]);
            }
        }

        var changed = History.At(builder.Build(), Origin).Calendar;
        Assert.Equal(calm.TradingWeekdays, changed.TradingWeekdays);
        for (var day = 0; day < Origin + 60; day++)
        {
            Assert.Equal(calm.OpenProbability(day), changed.OpenProbability(day));
            Assert.Equal(calm.ClosureOn(day), changed.ClosureOn(day));
        }
    }

    [Fact]
    public void A_spike_at_or_after_the_origin_moves_no_weight_and_no_quantile()
    {
        var trainer = new ModelTrainer(TimeProvider.System);
        var options = new TrainingOptions { Families = AllFamilies() };
        var calm = trainer.Train(Panel(spike: 0).Before(Origin), options, null, TestContext.Current.CancellationToken).Forecast();
        var spiked = trainer.Train(Panel(spike: 1e9).Before(Origin), options, null, TestContext.Current.CancellationToken).Forecast();
        for (var series = 0; series < calm.Series.Count; series++)
        {
            for (var step = 0; step < 7; step++)
            {
                Assert.Equal(calm.Series[series].Quantile(step, 0.9), spiked.Series[series].Quantile(step, 0.9));
            }

            Assert.Equal(calm.Series[series].SumQuantile(7, 0.9), spiked.Series[series].SumQuantile(7, 0.9));
        }
    }

    [Fact]
    public void The_same_sales_and_seed_give_the_same_model_to_the_bit()
    {
        var trainer = new ModelTrainer(TimeProvider.System);
        var options = new TrainingOptions { Families = AllFamilies(), Seed = 3 };
        var first = trainer.Train(Panel(spike: 0), options, null, TestContext.Current.CancellationToken);
        var second = trainer.Train(Panel(spike: 0), options, null, TestContext.Current.CancellationToken);
        for (var series = 0; series < first.Panel.SeriesCount; series++)
        {
            Assert.Equal(first.Weights.Of(series).ToArray(), second.Weights.Of(series).ToArray());
            Assert.Equal(first.Forecast().Series[series].Median, second.Forecast().Series[series].Median);
        }
    }

    /// <summary>What boosting with drivers forecasts where a promotion, which adds 200, is known ahead and the weather is not.</summary>
    private static double[] DrivenForecast(SalesPanel sales, double weatherAhead, double promoAhead)
    {
        var builder = new DriverSetBuilder();
        var weather = builder.AddDriver(new Driver("weather", DriverKind.Numeric) { KnownAhead = false, Fill = DriverFill.Last });
        var promo = builder.AddDriver(new Driver("promo", DriverKind.Numeric));
        var promoted = new SalesPanelBuilder();
        for (var day = 0; day < Origin + 14; day++)
        {
            builder.Set(weather, null, First.AddDays(day), day < Origin ? day * 7 % 31 : weatherAhead);
            builder.Set(promo, null, First.AddDays(day), day < Origin ? day / 7 % 2 : promoAhead);
        }

        for (var series = 0; series < sales.SeriesCount; series++)
        {
            var rows = sales.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                promoted.Add(sales.DateOf(rows.Days[i]), sales.Items[series], rows.Values[i] + (rows.Days[i] < Origin ? rows.Days[i] / 7 % 2 * 200 : 0));
            }
        }

        var history = History.At(promoted.Build().With(builder.Build()), Origin);
        var fitted = new DriverBoostingFamily(new LightGbmTreeTrainer()).Fit(history, new FitOptions(7));
        var forecast = new double[7];
        fitted.Forecast(history, 0, forecast);
        return forecast;
    }

    private static IReadOnlyList<IModelFamily> AllFamilies() =>
        LightGbmTreeTrainer.IsAvailable ? [.. ModelFamilies.BuiltIn, new GradientBoostingFamily(new LightGbmTreeTrainer())] : ModelFamilies.BuiltIn;

    private static SalesPanel Panel(double spike)
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(11);
        for (var day = 0; day < Origin + 14; day++)
        {
            var date = First.AddDays(day);
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                continue;
            }

            foreach (var item in (string[])["A", "B", "C"])
            {
                builder.Add(date, item, 100 + random.Next(80) + (day >= Origin ? spike : 0));
            }
        }

        return builder.Build();
    }
}
