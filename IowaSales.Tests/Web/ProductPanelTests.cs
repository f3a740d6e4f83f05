using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Product;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class ProductPanelTests : WebContext
{
    [Theory]
    [InlineData(0.5, "1,600", "1 week in 2")]
    [InlineData(0.9, "2,240", "1 week in 10")]
    [InlineData(0.95, "2,320", "1 week in 20")]
    public void An_order_is_the_quantile_of_the_weeks_total(double level, string bottles, string risk)
    {
        var panel = Render<OrderPanel>(parameters => parameters.Add(order => order.Sales, Samples.Sales()).Add(order => order.Level, level));

        Assert.Equal(bottles, panel.Find(".order-figure .figure").TextContent);
        Assert.Contains(risk, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_certainty_is_told()
    {
        var told = 0.0;
        var panel = Render<OrderPanel>(parameters => parameters
            .Add(order => order.Sales, Samples.Sales()).Add(order => order.Level, 0.9).Add(order => order.LevelChanged, level => told = level));

        await panel.InvokeAsync(() => panel.Find("input[value='70%']").Change("70%"));

        Assert.Equal(0.7, told);
    }

    [Fact]
    public void An_order_stands_beside_what_was_sold_last_week_and_a_year_before()
    {
        var facts = Render<OrderPanel>(parameters => parameters.Add(order => order.Sales, Samples.Sales()).Add(order => order.Level, 0.9))
            .FindAll(".order-facts dd").Select(fact => fact.TextContent);

        Assert.Equal(["1,600", "960–2,240", "1,500", "1,500"], facts);
    }

    [Fact]
    public void The_days_name_closures_compare_with_last_week_and_add_up()
    {
        var table = Render<DaysTable>(parameters => parameters.Add(days => days.Sales, Samples.Sales()));

        var rows = table.FindAll("tbody tr");
        Assert.Equal(7, rows.Count);
        Assert.Equal(["500", "300–700", "500"], rows[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal(["Closed: Independence Day", "Closed"], rows[1].QuerySelectorAll("td").Select(cell => cell.TextContent));
        Assert.Equal("Closed", rows[2].QuerySelector("td")!.TextContent);
        Assert.Equal(["1,600", "960–2,240", "1,500"], table.FindAll("tfoot td").Select(cell => cell.TextContent));
    }

    [Theory]
    [InlineData(true, "holiday", "Independence Day", "Independence Day")]
    [InlineData(true, "day_after", null, "Day after a holiday")]
    [InlineData(true, "eve", null, "Day before a holiday")]
    [InlineData(true, "annual", null, "Closed on this day every year")]
    [InlineData(true, "annual", "Good Friday", "Good Friday")]
    [InlineData(true, "stated", null, "Closed by the calendar")]
    [InlineData(true, "stated", "Inventory", "Inventory")]
    [InlineData(true, "weekday", null, null)]
    [InlineData(true, "a code of a later version", null, null)]
    [InlineData(false, null, "Independence Day", null)]
    public void Only_closures_out_of_the_ordinary_are_named(bool closed, string? reason, string? holiday, string? expected) =>
        Assert.Equal(
            expected,
            Closure.ReasonOf(Samples.Sales().Forecast.Predictions[0] with { Closed = closed, ClosedReason = reason, Holiday = holiday }));

    [Fact]
    public void Small_methods_are_summed_up()
    {
        Api.GetItemBacktestAsync("RUM", Arg.Any<CancellationToken>()).Returns(new ItemBacktest(
            "RUM", 0.7, 0.2, 0.8, [new("Theta", 0.004), new("Ets", 0.7), new("SeasonalNaive", 0.29), new("Intermittent", 0.006)], [], []));

        var panel = Render<MethodPanel>(parameters => parameters.Add(method => method.Item, "RUM"));

        panel.WaitForAssertion(() => Assert.Equal(["Ets", "SeasonalNaive"], panel.FindAll(".weights b").Select(name => name.TextContent)));
        Assert.Contains("2 other families together: 1%", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_backtest_says_how_good_the_forecast_has_been_by_step()
    {
        Api.GetItemBacktestAsync("RUM", Arg.Any<CancellationToken>()).Returns(new ItemBacktest(
            "RUM", 0.6, 0.2, 0.8, [], [new(1, 0.5, 0.1, 0.9), new(2, null, null, null)],
            [new(new DateOnly(2024, 5, 24), [new(new DateOnly(2024, 5, 24), 10, 9, 5, 15)])]));

        var panel = Render<BacktestPanel>(parameters => parameters.Add(backtest => backtest.Item, "RUM"));

        panel.WaitForAssertion(() => Assert.Contains("40% smaller", panel.Markup, StringComparison.Ordinal));
        Assert.Contains("Over 1 past week, 80% of the days", panel.Markup, StringComparison.Ordinal);
        Assert.Equal(["0.500", "90%", "–", "–"], panel.FindAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void A_product_without_past_forecasts_says_so()
    {
        Api.GetItemBacktestAsync("NEW", Arg.Any<CancellationToken>()).Returns(new ItemBacktest("NEW", null, null, null, [], [], []));

        var panel = Render<BacktestPanel>(parameters => parameters.Add(backtest => backtest.Item, "NEW"));

        panel.WaitForAssertion(() => Assert.Contains("No past forecasts", panel.Markup, StringComparison.Ordinal));
    }
}
