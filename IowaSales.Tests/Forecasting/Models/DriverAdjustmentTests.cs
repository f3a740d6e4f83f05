using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.DriverAdjustments;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

/// <summary>Effects of drivers are taken off the sales that a family learns from, and put back on its forecasts.</summary>
public sealed class DriverAdjustmentTests
{
    private const int Days = 420;
    private const int Horizon = 14;
    private static readonly DateOnly First = new(2023, 1, 2);

    public static TheoryData<string> Families => [.. ModelFamilies.BuiltIn.Select(family => family.Name).Where(name => name != "Naive")];

    [Theory]
    [MemberData(nameof(Families))]
    public void A_promotion_that_triples_sales_moves_every_family_on_its_days_alone(string family)
    {
        var history = History.Of(Panel(promoAhead: step => step < 7));
        var forecast = Forecast(Driven(family).Fit(history, new FitOptions(Horizon)), history);

        Assert.All(forecast[..7], value => Assert.InRange(value, 240, 360));
        Assert.All(forecast[7..], value => Assert.InRange(value, 80, 120));
    }

    [Fact]
    public void A_price_an_event_and_its_eve_move_the_forecast_as_they_moved_sales()
    {
        var usual = History.Of(Panel());
        var fitted = Driven("WeekdayProfile").Fit(usual, new FitOptions(Horizon));
        var sales = Forecast(fitted, usual);
        var cheap = Forecast(fitted, History.Of(Panel(priceAhead: 8)));
        var fair = Forecast(fitted, History.Of(Panel(fairAhead: 3)));

        // Sales go with the square of the price: (10 / 8)^2 = 1.56. A fair doubles them, its eve halves them.
        Assert.InRange(cheap.Average() / sales.Average(), 1.4, 1.7);
        Assert.InRange(fair[3] / sales[3], 1.7, 2.3);
        Assert.InRange(fair[2] / sales[2], 0.4, 0.65);
        Assert.Equal(sales[5], fair[5]);
    }

    [Fact]
    public void A_promotion_that_works_on_weekends_only_is_told_apart_by_weekday()
    {
        var (rows, drivers) = (new SalesPanelBuilder(), new DriverSetBuilder());
        var promo = drivers.AddDriver(new Driver("promo", DriverKind.Numeric));
        for (var day = 0; day < Days + Horizon; day++)
        {
            var promoted = day >= Days ? 1 : day / 7 % 2;
            drivers.Set(promo, null, First.AddDays(day), promoted);
            for (var item = 0; day < Days && item < 5; item++)
            {
                rows.Add(First.AddDays(day), $"{item}", 100 + (day * 7 % 5) + (day % 7 >= 5 ? 100 * promoted : 0));
            }
        }

        var history = History.Of(rows.Build().With(drivers.Build()));
        var forecast = Forecast(Driven("WeekdayProfile").Fit(history, new FitOptions(Horizon)), history);

        Assert.All(Enumerable.Range(0, Horizon), step => Assert.InRange(forecast[step], (Days + step) % 7 >= 5 ? 180 : 95, (Days + step) % 7 >= 5 ? 220 : 115));
    }

    [Fact]
    public void Drivers_that_say_nothing_leave_a_family_as_it_is_to_the_bit()
    {
        var drivers = new DriverSetBuilder();
        var (noise, constant, random) = (drivers.AddDriver(new Driver("noise", DriverKind.Numeric)), drivers.AddDriver(new Driver("constant", DriverKind.Numeric)), new Random(1));
        var panel = Panel();
        for (var day = 0; day < Days + Horizon; day++)
        {
            drivers.Set(constant, null, First.AddDays(day), 1);
            foreach (var item in panel.Items)
            {
                drivers.Set(noise, item, First.AddDays(day), random.Next(2));
            }
        }

        var history = History.Of(panel.With(drivers.Build()));
        var plain = ModelFamilies.Find("WeekdayProfile")!;

        Assert.Null(DriverAdjustment.Of(history));
        Assert.Null(DriverAdjustment.Of(History.Of(panel.With(DriverSet.Empty))));
        Assert.Equal(Forecast(plain.Fit(history, new FitOptions(Horizon)), history), Forecast(Driven("WeekdayProfile").Fit(history, new FitOptions(Horizon)), history));
    }

    [Fact]
    public void Sales_after_the_origin_and_drivers_that_are_not_known_ahead_change_nothing()
    {
        double[] ForecastAt(double spike, double weatherAhead)
        {
            var (rows, drivers) = (new SalesPanelBuilder(), new DriverSetBuilder());
            var weather = drivers.AddDriver(new Driver("weather", DriverKind.Numeric) { KnownAhead = false, Fill = DriverFill.Last });
            for (var day = 0; day < Days + Horizon; day++)
            {
                drivers.Set(weather, null, First.AddDays(day), day < Days ? day / 7 % 2 : weatherAhead);
                rows.Add(First.AddDays(day), "A", day < Days ? 100 + (day % 3) + (day / 7 % 2 * 100) : spike);
            }

            var history = History.At(rows.Build().With(drivers.Build()), Days);
            Assert.NotNull(DriverAdjustment.Of(history));
            return Forecast(Driven("WeekdayProfile").Fit(history, new FitOptions(Horizon)), history);
        }

        var calm = ForecastAt(spike: 100, weatherAhead: 0);
        Assert.Equal(calm, ForecastAt(spike: 1e9, weatherAhead: 0));
        Assert.Equal(calm, ForecastAt(spike: 100, weatherAhead: 1));
    }

    [Fact]
    public void Other_drivers_ahead_are_answered_without_learning_anew()
    {
        var history = History.Of(Panel());
        var promoted = WhatIf.Of(history, Horizon, [.. Enumerable.Range(0, Horizon).Select(step => new DriverChange(First.AddDays(Days + step), "promo", "1"))]);

        Assert.Same(DriverAdjustment.Of(history), DriverAdjustment.Of(promoted));
        var fitted = Driven("WeekdayProfile").Fit(history, new FitOptions(Horizon));
        Assert.InRange(Forecast(fitted, promoted).Average() / Forecast(fitted, history).Average(), 2.6, 3.4);
    }

    [Fact]
    public void Many_threads_that_ask_at_once_get_one_answer()
    {
        var history = History.Of(Panel());
        var fitted = Driven("WeekdayProfile").Fit(history, new FitOptions(Horizon));
        var later = Enumerable.Range(1, 8).Select(back => History.At(Panel(), Days - back)).ToArray();
        var adjustments = new DriverAdjustment?[later.Length * history.SeriesCount];
        Parallel.For(0, adjustments.Length, new ParallelOptions { MaxDegreeOfParallelism = 16 }, path =>
        {
            fitted.Forecast(later[path % later.Length], path / later.Length, new double[Horizon]);
            adjustments[path] = DriverAdjustment.Of(later[path % later.Length]);
        });

        Assert.Equal(later.Length, adjustments.Distinct().Count());
        Assert.DoesNotContain(null, adjustments);
    }

    [Fact]
    public void Counts_stay_counts_of_at_least_0_and_a_day_with_a_sale_stays_one()
    {
        var (rows, drivers, random) = (new SalesPanelBuilder(), new DriverSetBuilder(), new Random(3));
        var promo = drivers.AddDriver(new Driver("promo", DriverKind.Numeric));
        for (var day = 0; day < Days; day++)
        {
            drivers.Set(promo, null, First.AddDays(day), day / 7 % 2);
            for (var item = 0; item < 20; item++)
            {
                rows.Add(First.AddDays(day), $"{item}", random.Next(3) * (day / 7 % 2 == 0 ? 1 : 4));
            }
        }

        var history = History.Of(rows.Build().With(drivers.Build()));
        var adjusted = DriverAdjustment.Of(history)!.Adjusted;

        Assert.NotEqual(history.Rows(0).Values.ToArray(), adjusted.Rows(0).Values.ToArray());
        Assert.Equal(history.Rows(0).Values.ToArray().Select(value => value > 0), adjusted.Rows(0).Values.ToArray().Select(value => value > 0));
    }

    [Fact]
    public void A_fitted_family_forecasts_the_same_after_reading()
    {
        var history = History.Of(Panel(promoAhead: step => step % 2 == 0));
        var fitted = Driven("Ets").Fit(history, new FitOptions(Horizon));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        fitted.Write(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);

        Assert.Equal(Forecast(fitted, history), Forecast(Driven("Ets").Read(reader), history));
    }

    private static IModelFamily Driven(string family) => ModelFamilies.Find($"Driven{family}")!;

    private static double[] Forecast(IFittedFamily fitted, History history)
    {
        var forecast = new double[Horizon];
        fitted.Forecast(history, 0, forecast);
        return forecast;
    }

    /// <summary>
    /// Twenty series that sell about 100 a day: three times as much in promotions, which come and go by the week, twice as much at a fair and half as much on the
    /// day before it, and as much more as the square of a lower price says.
    /// </summary>
    private static SalesPanel Panel(Func<int, bool>? promoAhead = null, double priceAhead = 10, int fairAhead = -1)
    {
        var (sales, drivers, random) = (new SalesPanelBuilder(), new DriverSetBuilder(), new Random(5));
        var promo = drivers.AddDriver(new Driver("promo", DriverKind.Numeric));
        var price = drivers.AddDriver(new Driver("price", DriverKind.Numeric));
        var fair = drivers.AddDriver(new Driver("event", DriverKind.Category));
        for (var series = 0; series < 20; series++)
        {
            var item = $"{series}";
            for (var day = 0; day < Days + Horizon; day++)
            {
                var (date, isAhead) = (First.AddDays(day), day >= Days);
                var promoted = isAhead ? promoAhead?.Invoke(day - Days) == true : ((day / 7) + series) % 3 == 0;
                var cost = isAhead ? priceAhead : ((day / 14) + series) % 5 == 0 ? 8 : 10 + (0.01 * (((day / 28) + series) % 14));
                var hasFair = isAhead ? fairAhead == day - Days : day % 36 == 3;
                var isEve = isAhead ? fairAhead == day - Days + 1 : day % 36 == 2;
                drivers.Set(promo, item, date, promoted ? 1 : 0);
                drivers.Set(price, item, date, cost);
                drivers.Set(fair, item, date, hasFair ? "fair" : "none");
                if (!isAhead)
                {
                    sales.Add(date, item, 100 * (promoted ? 3 : 1) * (hasFair ? 2 : isEve ? 0.5 : 1) * Math.Pow(10 / cost, 2) * (0.95 + (0.1 * random.NextDouble())));
                }
            }
        }

        return sales.Build().With(drivers.Build());
    }
}
