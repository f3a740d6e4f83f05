using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Models.Naive;
using Xunit;

namespace IowaSales.Tests.Forecasting.Data;

/// <summary>Drivers and attributes: how values are kept, what is seen of them at an origin, and what open and available do to days.</summary>
public sealed class DriverTests
{
    private static readonly DateOnly First = new(2024, 1, 1);

    [Fact]
    public void Every_value_is_found_and_a_day_between_has_none()
    {
        var builder = new DriverSetBuilder();
        var price = builder.AddDriver(new Driver("price", DriverKind.Numeric));
        builder.Set(price, "A", First.AddDays(3), 9);
        builder.Set(price, "A", First, 10);
        builder.Set(price, "A", First.AddDays(1), 10);
        builder.Set(price, null, First, 7);
        builder.Set(price, null, First.AddDays(2), 8);
        var set = builder.Build();

        Assert.Equal([10, 10, 8, 9, double.NaN], Enumerable.Range(0, 5).Select(day => set.ValueOf(price, "A", First.AddDays(day))));
        Assert.Equal([7, double.NaN, 8], Enumerable.Range(0, 3).Select(day => set.ValueOf(price, "B", First.AddDays(day))));
        Assert.Equal([(First, 10), (First.AddDays(2), double.NaN), (First.AddDays(3), 9), (First.AddDays(4), double.NaN)], set.RunsOf(price, "A"));
    }

    [Fact]
    public void Two_values_of_a_day_and_values_of_another_kind_are_refused()
    {
        var builder = new DriverSetBuilder();
        var price = builder.AddDriver(new Driver("price", DriverKind.Numeric));
        Assert.Throws<ArgumentException>(() => builder.Set(price, "A", First, "high"));
        Assert.Throws<ArgumentException>(() => builder.Set(price, "A", First, double.NaN));
        Assert.Throws<ArgumentException>(() => builder.AddDriver(new Driver("price", DriverKind.Category)));
        builder.Set(price, "A", First, 1);
        builder.Set(price, "A", First, 1);
        Assert.Equal(1, builder.Build().ValueOf(price, "A", First));
        builder.Set(price, "A", First, 2);
        Assert.Contains("'price' has two values on 2024-01-01 for A", Assert.Throws<ArgumentException>(builder.Build).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Newer_drivers_go_before_older_ones_and_levels_keep_their_names()
    {
        var older = Category((First, "b"), (First.AddDays(1), "b"), (First.AddDays(2), "d"));
        var newer = Category((First.AddDays(1), "c"), (First.AddDays(3), "a"));
        var merged = older.With(newer);

        Assert.Equal(["a", "b", "c", "d"], merged.Drivers[0].Levels);
        Assert.Equal(["b", "c", "d", "a"], Enumerable.Range(0, 4).Select(day => merged.Drivers[0].Levels[(int)merged.ValueOf(0, "A", First.AddDays(day))]));

        var builder = new DriverSetBuilder();
        builder.AddDriver(new Driver("event", DriverKind.Numeric));
        Assert.Contains("a number; before, it was a category", Assert.Throws<ArgumentException>(() => older.With(builder.Build())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_that_is_not_known_ahead_is_not_seen_from_the_origin_on()
    {
        var builder = new DriverSetBuilder();
        var seen = builder.AddDriver(new Driver("weather", DriverKind.Numeric) { KnownAhead = false });
        var held = builder.AddDriver(new Driver("price", DriverKind.Numeric) { KnownAhead = false, Fill = DriverFill.Last });
        var known = builder.AddDriver(new Driver("promo", DriverKind.Numeric));
        for (var day = 0; day < 60; day++)
        {
            foreach (var driver in (int[])[seen, held, known])
            {
                builder.Set(driver, "A", First.AddDays(day), day);
            }
        }

        var history = History.At(Panel(40).With(builder.Build()), 30);
        Assert.Equal(29, history.DriverOn(seen, 0, 29));
        Assert.Equal(double.NaN, history.DriverOn(seen, 0, 30));
        Assert.Equal(29, history.DriverOn(held, 0, 35));
        Assert.Equal(35, history.DriverOn(known, 0, 35));
        Assert.Equal(31, History.At(Panel(40).With(builder.Build()), 32).DriverOn(seen, 0, 31));
    }

    [Fact]
    public void A_driver_missing_ahead_is_refused_with_its_item_and_first_day_unless_it_has_a_fill()
    {
        DriverSet Promo(DriverFill fill)
        {
            var builder = new DriverSetBuilder();
            var promo = builder.AddDriver(new Driver("promo", DriverKind.Numeric) { Fill = fill, Default = 0.5 });
            for (var day = 0; day < 43; day++)
            {
                builder.Set(promo, "A", First.AddDays(day), 1);
                builder.Set(promo, "B", First.AddDays(day < 42 ? day : day + 10), 1);
            }

            return builder.Build();
        }

        var refused = Assert.Throws<SalesDataException>(() => History.Of(Panel(40).With(Promo(DriverFill.None))).RequireDrivers(7));
        Assert.Contains("'promo' of B is not known on 2024-02-12", refused.Message, StringComparison.Ordinal);
        History.Of(Panel(40).With(Promo(DriverFill.None))).RequireDrivers(2);
        History.Of(Panel(40).With(Promo(DriverFill.Last))).RequireDrivers(7);
        var filled = History.Of(Panel(40).With(Promo(DriverFill.Default)));
        filled.RequireDrivers(7);
        Assert.Equal(0.5, filled.DriverOn(0, 1, 43));
    }

    [Fact]
    public void Open_0_closes_days_of_one_series_and_open_1_opens_them()
    {
        var builder = new DriverSetBuilder();
        var open = builder.AddDriver(new Driver("open", DriverKind.Numeric));
        builder.Set(open, "A", First.AddDays(10), 0);
        builder.Set(open, "A", First.AddDays(41), 0);
        builder.Set(open, "A", First.AddDays(47), 1);
        var history = History.Of(Panel(40).With(builder.Build()));

        Assert.False(history.IsOpen(0, 10));
        Assert.True(history.IsOpen(1, 10));
        Assert.Equal(double.NaN, history.Daily(0)[10]);
        Assert.Equal(-1, history.Rows(0).Days.IndexOf(10));
        Assert.Equal(10, history.Daily(1)[10]);
        Assert.Equal(0, history.OpenProbability(0, 41));
        Assert.True(history.IsOpen(1, 43));
        Assert.False(history.IsOpen(0, 41));

        // Day 47 is a Saturday; the panel never sold on one.
        Assert.False(history.IsOpen(1, 47));
        Assert.Equal(1, history.OpenProbability(0, 47));
    }

    [Fact]
    public void Days_on_which_nothing_could_be_sold_are_no_demand_of_zero()
    {
        var builder = new DriverSetBuilder();
        var available = builder.AddDriver(new Driver("available", DriverKind.Numeric));
        for (var day = 25; day < 40; day++)
        {
            builder.Set(available, "A", First.AddDays(day), 0);
        }

        var history = History.Of(Panel(40, soldOut: day => day >= 25).With(builder.Build()));
        Assert.True(history.IsUnobserved(0, 30));
        Assert.Equal(double.NaN, history.Daily(0)[30]);
        Assert.True(history.IsOpen(0, 42));
        Assert.Equal(0, SellingGaps.Of(history, 0).Since);
        Span<double> forecast = new double[3];
        new NaiveFamily().Fit(history, new FitOptions(3)).Forecast(history, 0, forecast);
        Assert.Equal([0, 0, 24], forecast.ToArray());
    }

    [Fact]
    public void A_day_without_a_row_is_not_observed_where_zeros_are_stated_or_it_was_said()
    {
        // 2024-01-09 is a Tuesday without a row of A; B sells.
        SalesPanel Without(double other) => PanelOf(day => day == 8 ? null : day == 15 ? other : 20);

        Assert.Equal(0, History.Of(Without(other: 20)).Daily(0)[8]);
        Assert.Equal(double.NaN, History.Of(Without(other: 20).With(MissingDays.Unobserved)).Daily(0)[8]);

        // Two of 79 rows are stated as 0, more than the one day without a row.
        var stated = History.Of(PanelOf(day => day == 8 ? null : day is 15 or 22 ? 0 : 20));
        Assert.Equal([double.NaN, 0, 20], [stated.Daily(0)[8], stated.Daily(0)[15], stated.Daily(0)[16]]);
        Assert.True(stated.IsUnobserved(0, 8));
        Assert.False(stated.IsUnobserved(0, 15));
        Assert.Equal(MissingDays.Unobserved, Without(other: 20).With(MissingDays.Unobserved).Before(20).Missing);
    }

    [Fact]
    public void Earlier_panels_and_newer_sales_keep_drivers_and_attributes()
    {
        var builder = new DriverSetBuilder();
        var vendor = builder.AddAttribute("vendor", DriverKind.Category);
        builder.SetAttribute(vendor, "A", "x");
        var set = builder.Build();
        var panel = Panel(40).With(set);

        Assert.Same(set, panel.Before(20).Drivers);
        Assert.Equal("x", RollForward.Extend(panel, Panel(42)).Panel.Drivers.Attributes[0].TextOf("A"));
        Assert.Null(History.Of(panel).Attributes[0].TextOf("B"));
    }

    private static DriverSet Category(params (DateOnly Date, string Level)[] values)
    {
        var builder = new DriverSetBuilder();
        var driver = builder.AddDriver(new Driver("event", DriverKind.Category));
        foreach (var (date, level) in values)
        {
            builder.Set(driver, "A", date, level);
        }

        return builder.Build();
    }

    /// <summary>Two series that sell the number of the day from Monday to Friday.</summary>
    private static SalesPanel Panel(int days, Func<int, bool>? soldOut = null)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < days; day++)
        {
            if (First.AddDays(day).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                builder.Add(First.AddDays(day), "A", soldOut?.Invoke(day) == true ? 0 : day);
                builder.Add(First.AddDays(day), "B", Math.Max(1, day));
            }
        }

        return builder.Build();
    }

    /// <summary>Eight weeks from Monday to Friday: A sells as said, null for no row; B always sells.</summary>
    private static SalesPanel PanelOf(Func<int, double?> sales)
    {
        var builder = new SalesPanelBuilder();
        foreach (var day in Enumerable.Range(0, 56).Where(day => day % 7 < 5))
        {
            if (sales(day) is { } sold)
            {
                builder.Add(First.AddDays(day), "A", sold);
            }

            builder.Add(First.AddDays(day), "B", 30);
        }

        return builder.Build();
    }
}
