using System.Text.Json;
using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Downloads;
using IowaSales.Web.Components.Pages.Overview;
using IowaSales.Web.Components.Pages.Product;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Texts over a model that looks two weeks ahead.</summary>
public sealed class HorizonTests : WebContext
{
    private static readonly Overview TwoWeeks = Samples.Overview(stale: false, Samples.Row("RUM", next: 300, last: 200)) with { Horizon = 14 };

    [Fact]
    public void The_overview_names_the_days_that_its_sums_reach_ahead_and_back()
    {
        Api.GetOverviewAsync(Arg.Any<CancellationToken>()).Returns(TwoWeeks with { Total = TwoWeeks.Total with { UsualTotal = 950 } });

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal("Expected sales, next 14 days · May 31 – Jun 13, 2024", page.Find(".headline .eyebrow").TextContent));
        Assert.Contains("against 950, the average 14 days of the last 4 weeks", page.Find(".headline-change").TextContent, StringComparison.Ordinal);
        var heads = page.FindAll(".overview-grid thead th").Select(head => head.TextContent).ToList();
        Assert.Contains(heads, head => head.StartsWith("Next 14 days", StringComparison.Ordinal));
        Assert.Contains(heads, head => head.StartsWith("Last 14 days", StringComparison.Ordinal));
        Assert.DoesNotContain("7 days", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_product_says_over_how_many_days_it_is_expected_to_sell()
    {
        Api.GetOverviewAsync(Arg.Any<CancellationToken>()).Returns(TwoWeeks);

        var facts = Render<ProductFacts>(parameters => parameters.Add(product => product.Item, "RUM"));

        facts.WaitForAssertion(() => Assert.Contains("300 bottles in the next 14 days", facts.Markup, StringComparison.Ordinal));
        Assert.Contains("vs. average of the last 4 weeks", facts.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_for_other_days_than_a_week_counts_no_weeks()
    {
        var sales = Samples.Sales();
        sales = sales with { Total = sales.Total with { To = sales.Total.From.AddDays(13) } };

        var panel = Render<OrderPanel>(parameters => parameters.Add(order => order.Sales, sales).Add(order => order.Level, 0.9));

        Assert.Contains("1 period in 10", panel.Markup, StringComparison.Ordinal);
        Assert.Contains("Last 14 days", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_names_its_columns_by_the_days() =>
        Assert.StartsWith(
            "item_name,next_14_days,next_14_days_0.1,next_14_days_0.9,last_14_days,",
            OverviewDownload.Csv(TwoWeeks, OverviewQuery.Default),
            StringComparison.Ordinal);

    [Fact]
    public void An_API_that_does_not_say_looks_a_week_ahead()
    {
        var answer = JsonSerializer.Serialize(TwoWeeks, ContractJson.Default.Overview).Replace(",\"horizon\":14", "", StringComparison.Ordinal);

        Assert.DoesNotContain("horizon", answer, StringComparison.Ordinal);
        Assert.Equal(7, JsonSerializer.Deserialize(answer, ContractJson.Default.Overview)!.Horizon);
    }
}
