using IowaSales.Boosting;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverBoosting;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>Boosting with drivers: it finds the effect of a promotion, of a price and of a rare event, and keeps what it has learnt.</summary>
public sealed class DriverBoostingTests
{
    private const int Days = 420;
    private const int Horizon = 14;
    private static readonly DateOnly First = new(2023, 1, 2);

    public DriverBoostingTests() => Assert.SkipUnless(LightGbmTreeTrainer.IsAvailable, "LightGBM does not load here.");

    [Fact]
    public void A_promotion_that_triples_sales_is_forecast_on_the_days_it_is_stated_for()
    {
        var history = History.Of(Panel(promoAhead: step => step < 7, priceAhead: 10, eventAhead: false));
        var forecast = Forecast(Fit(history), history);

        Assert.All(forecast[..7], value => Assert.InRange(value, 255, 345));
        Assert.All(forecast[7..], value => Assert.InRange(value, 85, 115));
    }

    [Fact]
    public void A_lower_price_and_an_event_move_the_forecast_as_they_moved_sales()
    {
        var usual = History.Of(Panel(promoAhead: _ => false, priceAhead: 10, eventAhead: false));
        var cheap = History.Of(Panel(promoAhead: _ => false, priceAhead: 8, eventAhead: false));
        var fair = History.Of(Panel(promoAhead: _ => false, priceAhead: 10, eventAhead: true));
        var fitted = Fit(usual);
        var sales = Forecast(fitted, usual).Average();

        // Sales go with the square of the price: (10 / 8)^2 = 1.56. The fair doubles them.
        Assert.InRange(Forecast(fitted, cheap).Average() / sales, 1.3, 1.8);
        Assert.InRange(Forecast(fitted, fair)[3] / sales, 1.5, 2.5);
    }

    [Fact]
    public void What_was_learnt_forecasts_the_same_after_reading_and_beside_new_levels()
    {
        var history = History.Of(Panel(promoAhead: _ => false, priceAhead: 10, eventAhead: true));
        var fitted = Fit(history);
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        fitted.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var read = new DriverBoostingFamily().Read(reader);
        var expected = Forecast(fitted, history);
        Assert.Equal(expected, Forecast(read, history));

        // A level before all others in order moves the index of each.
        var newer = new DriverSetBuilder();
        newer.Set(newer.AddDriver(new Driver("event", DriverKind.Category)), null, First.AddDays(Days + 60), "a new one");
        newer.SetAttribute(newer.AddAttribute("vendor", DriverKind.Category), "another item", "a new one");
        var panel = Panel(promoAhead: _ => false, priceAhead: 10, eventAhead: true);
        var wider = History.Of(panel.With(panel.Drivers.With(newer.Build())));
        Assert.Equal(0, wider.Drivers.Single(driver => driver.Name == "event").Levels.ToList().IndexOf("a new one"));
        Assert.Equal(expected, Forecast(read, wider));
    }

    [Fact]
    public void A_fair_says_nothing_of_how_a_series_sells_in_the_days_after_it()
    {
        var quiet = PastOf(fairSales: 100);
        var busy = PastOf(fairSales: 10_000);

        // The mean of three days' logarithms would move by log(100) / 3 = 1.5.
        Assert.All(quiet.Zip(busy), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.25));
    }

    /// <summary>What is known of a series that sells 100 a day, on the day after a fair, one of eleven.</summary>
    private static float[] PastOf(double fairSales)
    {
        const int Origin = 221;
        var (sales, drivers) = (new SalesPanelBuilder(), new DriverSetBuilder());
        var fair = drivers.AddDriver(new Driver("event", DriverKind.Category));
        for (var day = 0; day < Origin + Horizon; day++)
        {
            var isFair = day % 22 == 0;
            drivers.Set(fair, null, First.AddDays(day), isFair ? "fair" : "none");
            if (day < Origin)
            {
                sales.Add(First.AddDays(day), "A", isFair ? fairSales : 100);
            }
        }

        var history = History.Of(sales.Build().With(drivers.Build()));
        var origin = new DrivenOrigin(new DrivenPanel(history, DriverPlan.Of(history), Horizon), Origin);
        var past = new float[100];
        var row = new FeatureRow(past);
        origin.WritePast(0, (int)First.AddDays(Origin).DayOfWeek, ref row);
        return past;
    }

    private static IFittedFamily Fit(History history) => new DriverBoostingFamily(new LightGbmTreeTrainer()).Fit(history, new FitOptions(Horizon));

    private static double[] Forecast(IFittedFamily fitted, History history)
    {
        var forecast = new double[Horizon];
        fitted.Forecast(history, 0, forecast);
        return forecast;
    }

    /// <summary>
    /// Forty series that sell 100 a day: three times as much in promotions, which come and go by the week, twice as much at a fair every tenth Thursday,
    /// and as much more as the square of a lower price says.
    /// </summary>
    private static SalesPanel Panel(Func<int, bool> promoAhead, double priceAhead, bool eventAhead)
    {
        var (sales, drivers, random) = (new SalesPanelBuilder(), new DriverSetBuilder(), new Random(5));
        var promo = drivers.AddDriver(new Driver("promo", DriverKind.Numeric));
        var price = drivers.AddDriver(new Driver("price", DriverKind.Numeric));
        var fair = drivers.AddDriver(new Driver("event", DriverKind.Category));
        var vendor = drivers.AddAttribute("vendor", DriverKind.Category);
        for (var series = 0; series < 40; series++)
        {
            var item = $"{series}";
            drivers.SetAttribute(vendor, item, $"vendor {series % 10}");
            for (var day = 0; day < Days + Horizon; day++)
            {
                var (date, isAhead) = (First.AddDays(day), day >= Days);
                var promoted = isAhead ? promoAhead(day - Days) : (day / 7 * 7 + series) % 3 == 0;
                var cost = isAhead ? priceAhead : 10 - (2 * ((day / 28 + series) % 4 == 0 ? 1 : 0)) + (0.1 * (series + day / 28 % 7) % 1);
                var hasFair = isAhead ? eventAhead && day - Days == 3 : day % 70 == 3;
                drivers.Set(promo, item, date, promoted ? 1 : 0);
                drivers.Set(price, item, date, cost);
                drivers.Set(fair, item, date, hasFair ? "fair" : "none");
                if (!isAhead)
                {
                    sales.Add(date, item, 100 * (promoted ? 3 : 1) * (hasFair ? 2 : 1) * Math.Pow(10 / cost, 2) * (0.95 + (0.1 * random.NextDouble())));
                }
            }
        }

        return sales.Build().With(drivers.Build());
    }
}
