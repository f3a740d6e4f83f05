using System.Net;
using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Product;
using NSubstitute;
using NSubstitute.ExceptionExtensions;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>A product's open alerts on its own page.</summary>
public sealed class ItemAlertsTests : WebContext
{
    [Fact]
    public void A_product_lists_its_own_alerts_newest_first_and_counts_the_rest()
    {
        Serve([Alert(1, null, "All products"), Alert(2, "RUM", "Gone"), .. Enumerable.Range(3, 7).Select(id => Alert(id, "GIN", $"Reason {id}"))]);

        var alerts = Render<ItemAlerts>(parameters => parameters.Add(product => product.Item, "GIN"));

        alerts.WaitForAssertion(() => Assert.Equal(
            ["Reason 3", "Reason 4", "Reason 5", "Reason 6", "Reason 7"], alerts.FindAll(".alert-reason").Select(reason => reason.TextContent)));
        Assert.Equal("7 alerts", alerts.Find(".count").TextContent);
        Assert.Contains("2 older alerts", alerts.Markup, StringComparison.Ordinal);
        Assert.Equal("alerts", alerts.Find("a").GetAttribute("href"));
        Assert.Empty(alerts.FindAll("button"));
    }

    [Fact]
    public void A_product_without_alerts_shows_nothing_of_them()
    {
        Serve(Alert(1, "RUM", "Gone"), Alert(2, null, "All products"));

        var alerts = Render<ItemAlerts>(parameters => parameters.Add(product => product.Item, "GIN"));

        alerts.WaitForAssertion(() => Assert.Equal("false", alerts.Find(".region").GetAttribute("aria-busy")));
        Assert.Empty(alerts.FindAll(".card"));
    }

    [Fact]
    public void An_API_without_a_store_has_no_alerts_and_no_problem()
    {
        Monitoring.GetAlertsAsync(default, Arg.Any<CancellationToken>()).ThrowsAsync(new ForecastApiException(HttpStatusCode.NotFound, "No sales are kept."));

        var alerts = Render<ItemAlerts>(parameters => parameters.Add(product => product.Item, "GIN"));

        alerts.WaitForAssertion(() => Assert.Equal("false", alerts.Find(".region").GetAttribute("aria-busy")));
        Assert.Empty(alerts.FindAll(".card, .problem, .skeleton"));
    }

    private static SalesAlert Alert(long id, string? item, string reason) =>
        new(id, "unusual_sales", item, Samples.Through, DateTimeOffset.UnixEpoch, reason, 10, 5, null, null);

    private void Serve(params IReadOnlyList<SalesAlert> alerts) =>
        Monitoring.GetAlertsAsync(default, Arg.Any<CancellationToken>()).Returns(new AlertFeed(alerts, new Dictionary<string, int>()));
}
