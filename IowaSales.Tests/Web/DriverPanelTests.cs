using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Charts;
using IowaSales.Web.Components.Pages.Product;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>What-if, why, and the drivers under the chart.</summary>
public sealed class DriverPanelTests : WebContext
{
    private static readonly DateOnly Friday = Samples.Through.AddDays(1);

    private static readonly ItemDriver[] Drivers =
    [
        new("price", "number", [], [new(Friday.AddDays(-30), "11.49"), new(Friday.AddDays(2), "9.99")]),
        new("promo", "number", [], [new(Friday.AddDays(-30), "0"), new(Friday, "1")]),
        new("event", "category", ["fair", "none"], [new(Friday.AddDays(-30), "none")]),
    ];

    private IReadOnlyList<DriverValue> _asked = [];

    public DriverPanelTests() => Api.GetWhatIfAsync(default!, default!, default).ReturnsForAnyArgs(call =>
    {
        _asked = call.Arg<IReadOnlyList<DriverValue>>();
        var days = Samples.Sales().Forecast.Predictions;
        return new WhatIfForecast(
            call.Arg<string>(), [.. days.Select(day => new WhatIfDay(day.Date, day, day with { Mean = day.Mean + 25 }, 25, day.Quantiles))], 1600, 1775, 175, "v1", Samples.Through, false);
    });

    [Fact]
    public async Task A_price_a_promotion_and_a_closure_of_one_day_are_asked_together()
    {
        var panel = Show(Drivers);

        await panel.InvokeAsync(() => panel.Find("select").Change("2024-06-03"));
        await panel.InvokeAsync(() => panel.Find("input").Change(" 8.5 "));
        await panel.InvokeAsync(() => Select(panel, "promo").Change("0"));
        await panel.InvokeAsync(() => Select(panel, "Open or closed").Change("0"));
        await panel.InvokeAsync(() => panel.Find(".button-main").Click());
        panel.WaitForElement(".what-if-grid");

        Assert.Equal(["price 8.5", "promo 0", "open 0"], _asked.Select(change => $"{change.Driver} {change.Value}"));
        Assert.All(_asked, change => Assert.Equal(new DateOnly(2024, 6, 3), change.Date));
        Assert.Equal("1,775 bottles instead of 1,600 (+175)", panel.Find("[role=status]").TextContent);
        Assert.Equal(7, panel.FindAll(".what-if-grid tbody tr").Count);
        Assert.Equal(["500", "525", "300–700", "+25"], panel.FindAll(".what-if-grid tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent));
    }

    [Fact]
    public async Task All_days_are_changed_by_default_and_levels_are_chosen_from_a_list()
    {
        var panel = Show(Drivers);

        Assert.Equal(["As planned", "fair", "none"], Select(panel, "event").QuerySelectorAll("option").Select(option => option.TextContent));
        await panel.InvokeAsync(() => Select(panel, "event").Change("fair"));
        await panel.InvokeAsync(() => panel.Find(".button-main").Click());
        panel.WaitForElement(".what-if-grid");

        Assert.Equal(Enumerable.Range(0, 7).Select(day => new DriverValue(Friday.AddDays(day), "event", "fair")), _asked);
    }

    [Fact]
    public async Task What_is_no_number_or_no_change_is_said_and_not_asked()
    {
        var panel = Show(Drivers);

        await panel.InvokeAsync(() => panel.Find(".button-main").Click());
        Assert.Equal("Change a value first.", panel.Find("[role=alert]").TextContent);
        await panel.InvokeAsync(() => panel.Find("input").Change("cheap"));
        await panel.InvokeAsync(() => panel.Find(".button-main").Click());

        Assert.StartsWith("'cheap' is not a number. Enter price like 9.99", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Without_drivers_a_closure_can_be_tried_and_another_product_begins_anew()
    {
        var panel = Show();
        Assert.Contains("trained without prices", panel.Markup, StringComparison.Ordinal);
        await panel.InvokeAsync(() => Select(panel, "Open or closed").Change("0"));
        await panel.InvokeAsync(() => panel.Find(".button-main").Click());
        panel.WaitForElement(".what-if-grid");

        panel.Render(parameters => parameters.Add(what => what.Forecast, Samples.Sales("RUM").Forecast));

        Assert.Empty(panel.FindAll(".what-if-grid"));
    }

    [Fact]
    public void A_day_is_a_bar_from_nothing_to_its_mean_and_its_parts_in_words()
    {
        Api.GetExplanationAsync("RUM", Arg.Any<CancellationToken>()).Returns(new ItemExplanation(
            "RUM",
            [
                new(Friday, 50, new Dictionary<string, double>(), [new("level", 100), new("weekday", -40), new("holiday", -30, "Labor Day"), new("driver", 20, "price", "9.99", "11.49"), new("rest", 0)]),
                new(Friday.AddDays(1), 0, new Dictionary<string, double>(), []),
            ],
            "v1",
            Samples.Through));

        var panel = Render<WhyPanel>(parameters => parameters.Add(why => why.Item, "RUM"));

        panel.WaitForAssertion(() => Assert.Equal(
            ["Level 100 · Weekday −40 · Labor Day −30 · price 9.99 (usually 11.49) +20", "Closed"],
            panel.FindAll(".why-parts").Select(parts => parts.TextContent.Trim())));
        Assert.Equal(
            ["left:0%;width:100%", "left:60%;width:40%", "left:30%;width:30%", "left:30%;width:20%"],
            panel.FindAll(".why-bar span").Select(step => step.GetAttribute("style")));
        Assert.Equal(["why-level", "why-less", "why-less", "why-more"], panel.FindAll(".why-bar span").Select(step => step.ClassName));
    }

    [Fact]
    public void Drivers_are_drawn_over_the_days_of_the_chart_with_levels_as_numbers()
    {
        var range = new DayWindow(Friday.AddDays(-10), Friday.AddDays(6));

        var data = DriverChartData.From(new ItemDrivers("RUM", Friday.AddDays(-30), Friday.AddDays(6), Drivers), range, Samples.Through);

        Assert.Equal(["price", "promo", "event"], data.Rows.Select(row => row.Name));
        Assert.Equal([11.49, 9.99], data.Rows[0].Runs.Select(run => run.Value));
        Assert.Equal([1.0], data.Rows[2].Runs.Select(run => run.Value));
        Assert.Equal(range, data.Range);
    }

    private IRenderedComponent<WhatIfPanel> Show(params ItemDriver[] drivers) => Render<WhatIfPanel>(parameters => parameters
        .Add(panel => panel.Forecast, Samples.Sales().Forecast).Add(panel => panel.Drivers, drivers));

    private static AngleSharp.Dom.IElement Select(IRenderedComponent<WhatIfPanel> panel, string label) =>
        panel.FindAll("label").Single(field => field.QuerySelector("span")!.TextContent == label).QuerySelector("select")!;
}
