using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Models.GradientBoosting;
using IowaSales.Forecasting.Models.WeekdayProfiles;
using Xunit;

namespace IowaSales.Tests.Forecasting.Models;

public sealed class BoostingExampleTests
{
    private static readonly DateOnly Monday = new(2023, 1, 2);

    [Fact]
    public void Features_do_not_depend_on_the_scale_of_the_sales()
    {
        var small = Examples(Panel(4, 200, 1), horizon: 7, most: 2000);
        var large = Examples(Panel(4, 200, 1000), horizon: 7, most: 2000);

        Assert.Equal(small.Count, large.Count);
        Assert.True(small.Count > 500);
        for (var i = 0; i < small.Features.Length; i++)
        {
            Assert.Equal(small.Features[i], large.Features[i], 3e-4);
        }

        for (var i = 0; i < small.Count; i++)
        {
            Assert.Equal(small.Labels[i], large.Labels[i], 1e-4);
        }
    }

    [Theory]
    [InlineData(7, 200)]
    [InlineData(28, 200)]
    [InlineData(56, 200)]
    [InlineData(7, 400)]
    public void The_number_of_examples_grows_neither_with_the_horizon_nor_with_the_history(int horizon, int days)
    {
        var table = Examples(Panel(6, days, 1), horizon, most: 2000);
        Assert.InRange(table.Count, 700, 2000);
    }

    [Fact]
    public void No_example_changes_when_later_sales_do()
    {
        // Features and labels of days before day 150 are the same whatever is sold from day 150 on.
        var before = Examples(Panel(3, 150, 1), horizon: 7, most: 1_000_000);
        var panel = Panel(3, 200, 1, day => day >= 150 ? 500 : 1);
        var after = ExampleTable.Of(
            History.At(panel, 150), WeekdayShape.Of(History.At(panel, 150)), 7, 1_000_000, TestContext.Current.CancellationToken);
        Assert.Equal(before.Features, after.Features);
        Assert.Equal(before.Labels, after.Labels);
    }

    [Fact]
    public void Every_feature_of_the_table_is_filled()
    {
        var history = History.Of(Panel(2, 200, 1));
        var shape = WeekdayShape.Of(history);
        var pasts = ExampleTable.Pasts(history, TestContext.Current.CancellationToken);
        var builder = new ExampleBuilder(new ForecastOrigin(PanelDays.Of(history), pasts, shape, history.Origin), pasts[1], 1);
        var features = new float[ExampleBuilder.Width];
        Array.Fill(features, float.NaN);
        builder.Fill(3, features);

        Assert.All(features, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(ExampleBuilder.Width, ExampleBuilder.Table.Names.Distinct().Count());
        Assert.Equal(3, features[(int)BoostingFeature.Step]);

        // The day 203 days after a Monday is a Monday.
        Assert.Equal(1, features[(int)BoostingFeature.Weekday]);
        Assert.Equal(200, features[(int)BoostingFeature.Age]);
    }

    [Fact]
    public void The_hash_of_a_table_follows_the_names_and_their_order()
    {
        // printf 'price\npromo' | sha256sum
        Assert.Equal("08108468c766e2ce", new FeatureTable(["price", "promo"]).Hash);
        Assert.NotEqual("08108468c766e2ce", new FeatureTable(["promo", "price"]).Hash);
    }

    [Fact]
    public void A_correction_that_was_right_gives_back_the_sales()
    {
        foreach (var sales in new[] { 0.0, 1, 7, 50, 119 })
        {
            Assert.Equal(sales, Correction.Apply(20, 10, Correction.Of(sales, 20, 10)), 9);
        }

        Assert.Equal(0, Correction.Apply(20, 10, -5));
    }

    private static TrainingTable Examples(SalesPanel panel, int horizon, int most)
    {
        var history = History.Of(panel);
        return ExampleTable.Of(history, WeekdayShape.Of(history), horizon, most, TestContext.Current.CancellationToken);
    }

    private static SalesPanel Panel(int series, int days, double scale, Func<int, double>? factor = null)
    {
        var builder = new SalesPanelBuilder();
        for (var day = 0; day < days; day++)
        {
            for (var item = 0; item < series; item++)
            {
                builder.Add(
                    Monday.AddDays(day),
                    $"{item}",
                    scale * (factor?.Invoke(day) ?? 1) * (50 + (10 * item) + (8 * (day % 7)) + (20 * Math.Sin(day * day * 0.37 * (item + 1)))));
            }
        }

        return builder.Build();
    }
}
