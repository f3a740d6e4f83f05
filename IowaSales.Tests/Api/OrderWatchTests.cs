using IowaSales.Api.Orders;
using IowaSales.Contracts;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Which lines of an order list are worth an alert.</summary>
public sealed class OrderWatchTests
{
    private static readonly DateOnly From = new(2024, 6, 3);

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(3, 2, true)]
    [InlineData(3, 3, false)]
    [InlineData(null, 0, true)]
    [InlineData(null, 1, false)]
    public void Stock_is_low_when_it_runs_out_before_an_order_arrives(int? leadTime, int runsOutAfter, bool low)
    {
        var found = OrderWatch.LowStock([Line("RUM") with { LeadTimeDays = leadTime, RunsOut = From.AddDays(runsOutAfter) }], From);

        Assert.Equal(low, found.Count == 1);
    }

    [Fact]
    public void Low_stock_says_when_it_runs_out_and_when_an_order_arrives()
    {
        var found = Assert.Single(OrderWatch.LowStock([Line("RUM") with { LeadTimeDays = 3, RunsOut = From.AddDays(1) }], From));

        Assert.Equal(("RUM", "RUM: 40 in stock run out on Jun 4, 2024; an order placed now arrives on Jun 6, 2024."), (found.Item, found.Reason));
    }

    [Fact]
    public void Stock_that_is_not_known_or_lasts_raises_nothing() => Assert.Empty(OrderWatch.LowStock(
        [Line("A") with { StockOnHand = null, UnitsAtRisk = null, RunsOut = null }, Line("B") with { RunsOut = null }, Line("C") with { UnitsAtRisk = 0, RunsOut = From }], From));

    [Fact]
    public void More_than_five_are_named_together()
    {
        var lines = Enumerable.Range(0, 6).Select(n => Line($"ITEM {n}") with { RunsOut = From, UnitsAtRisk = 60 - n, Earlier = 200, Change = -100 }).ToArray();

        Assert.Equal(5, OrderWatch.LowStock(lines[..5], From).Count);
        var low = Assert.Single(OrderWatch.LowStock(lines, From));
        Assert.Equal((null, "6 items run out of stock before an order placed now can arrive, 345 units at risk; most: ITEM 0."), (low.Item, low.Reason));
        var moved = Assert.Single(OrderWatch.LargeChanges(lines));
        Assert.Equal((null, "The forecasts of 6 of 6 items moved far, together from 1,200 to 600."), (moved.Item, moved.Reason));
    }

    [Theory]
    [InlineData(140, -40, true)]
    [InlineData(70, 30, true)]
    [InlineData(86, 14, false)]
    [InlineData(112, -12, false)]
    [InlineData(null, null, false)]
    public void A_change_is_large_outside_the_interval_and_from_a_fifth_on(int? earlier, int? change, bool large)
    {
        var found = OrderWatch.LargeChanges([Line("RUM") with { Earlier = earlier, Change = change }]);

        Assert.Equal(large, found.Count == 1);
    }

    [Fact]
    public void A_change_of_a_product_that_hardly_sells_is_no_news()
    {
        OrderLine[] lines = [Line("SMALL") with { Expected = 2, Lower = 1, Upper = 3, Earlier = 5, Change = -3 }, .. Enumerable.Range(0, 300).Select(n => Line($"ITEM {n}"))];

        Assert.Empty(OrderWatch.LargeChanges(lines));
    }

    /// <summary>100 expected, 85 to 115 with a chance of 80 %; the stock of 40 is a risk.</summary>
    private static OrderLine Line(string item) => new(
        item, null, null, OrderStatus.Short, 5, From.AddDays(4), 0, 0, 0.95, 100, 85, 115, 125, 40, 0, 1, 85, 85, 60, From.AddDays(2), 0, 100, null, null, null, null);
}
