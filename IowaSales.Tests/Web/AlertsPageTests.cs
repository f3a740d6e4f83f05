using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Alerts;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

public sealed class AlertsPageTests : WebContext
{
    private static readonly DateOnly Monday = new(2024, 5, 27);

    private readonly List<SalesAlert> _alerts =
    [
        Alert(1, "unusual_sales", "RUM", Monday, value: 900, limit: 100),
        Alert(2, "unusual_sales", "GIN", Monday, value: 50, limit: 100),
        Alert(3, "unusual_sales", "VODKA", Monday.AddDays(1), value: 300, limit: 200),
        Alert(4, "drift", null, Monday.AddDays(1), value: 5, limit: 4.4),
    ];

    public AlertsPageTests()
    {
        Monitoring.GetAlertsAsync(Arg.Any<bool>(), Arg.Any<CancellationToken>()).Returns(_ => new AlertFeed([.. _alerts], new Dictionary<string, int>()));
        Monitoring.DismissAlertsAsync(default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            _alerts.RemoveAll(alert => call.Arg<IReadOnlyList<long>>().Contains(alert.Id));
            return new ChangedAlerts([]);
        });
    }

    [Fact]
    public async Task A_day_and_cause_is_one_entry_whose_products_fold_out()
    {
        var page = Show("alerts");

        Assert.Equal(["May 28, 2024", "May 28, 2024", "May 27, 2024"], page.FindAll(".alert-entry th").Select(day => day.TextContent));
        Assert.Equal(["100", "–", "850"], page.FindAll(".alert-size").Select(size => size.TextContent));
        await page.InvokeAsync(() => page.Find("[aria-expanded=false]").Click());

        page.WaitForAssertion(() => Assert.Equal(["RUM sold 900", "GIN sold 50"], page.FindAll(".alert-member a").Select(alert => alert.TextContent)));
        Assert.StartsWith("product?item=RUM&range=", page.Find(".alert-member a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_category_and_a_vendor_are_kept_and_stand_in_the_address()
    {
        Api.GetOverviewAsync(Arg.Any<CancellationToken>()).ReturnsForAnyArgs(Samples.Overview(
            stale: false,
            Samples.Row("RUM", 10, 10) with { Category = "Rum", Vendor = "Mast" },
            Samples.Row("GIN", 10, 10) with { Category = "Gin", Vendor = "Mast" },
            Samples.Row("VODKA", 10, 10) with { Category = "Vodka" }));
        var page = Show("alerts?vendor=mast");
        page.WaitForAssertion(() => Assert.Equal("850", Assert.Single(page.FindAll(".alert-size")).TextContent));

        page.WaitForElement("select[aria-label=Category]");
        await page.InvokeAsync(() => page.Find("select[aria-label=Category]").Change("Gin"));

        page.WaitForAssertion(() => Assert.Equal("alerts?vendor=mast&category=Gin", Address));
        page.WaitForAssertion(() => Assert.Equal("50", Assert.Single(page.FindAll(".alert-size")).TextContent));
    }

    [Fact]
    public async Task What_is_shown_stands_in_the_address()
    {
        var page = Show("alerts?sort=size");
        Assert.Equal(["–", "850", "100"], page.FindAll(".alert-size").Select(size => size.TextContent));

        await page.InvokeAsync(() => page.Find("input[value='Unusual sales']").Change(true));
        page.WaitForAssertion(() => Assert.Equal("alerts?sort=size&kind=unusual_sales", Address));
        await page.InvokeAsync(() => page.Find("input[type=search]").Input("vodca"));
        page.WaitForAssertion(() => Assert.Equal("alerts?sort=size&kind=unusual_sales&q=vodca", Address));
        page.WaitForAssertion(() => Assert.Equal("VODKA sold 300", Assert.Single(page.FindAll(".alert-entry a")).TextContent));
        await page.InvokeAsync(() => page.Find("input[value=All]").Change(true));

        page.WaitForAssertion(() => Assert.Equal("alerts?sort=size&kind=unusual_sales&q=vodca&show=all", Address));
        await Monitoring.Received().GetAlertsAsync(true, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task Chosen_entries_are_dismissed_in_one_change_and_every_count_follows()
    {
        var notice = Render<AlertNotice>();
        var page = Show("alerts");
        notice.WaitForAssertion(() => Assert.Contains("3 open alerts", notice.Markup, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.FindAll(".alert-entry input[type=checkbox]")[2].Change(true));
        await page.InvokeAsync(() => Button(page, "Dismiss 2 alerts").Click());
        Assert.Equal("Enter the API key first.", page.WaitForElement("[role=alert]").TextContent);
        await page.InvokeAsync(() => page.Find("input[type=password]").Change("the key"));
        await page.InvokeAsync(() => Button(page, "Dismiss 2 alerts").Click());

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".alert-entry").Count));
        await Monitoring.Received().DismissAlertsAsync(Arg.Is<IReadOnlyList<long>>(ids => ids.SequenceEqual(new long[] { 1, 2 })), "the key", null, Arg.Any<CancellationToken>());
        notice.WaitForAssertion(() => Assert.Contains("2 open alerts", notice.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chosen_entries_are_given_to_someone_and_put_off()
    {
        Monitoring.AssignAlertsAsync([], "", null, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ChangedAlerts([]));
        Monitoring.SnoozeAlertsAsync([], "", null, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ChangedAlerts([]));
        var page = Show("alerts");
        await page.InvokeAsync(() => page.Find("input[type=password]").Change("the key"));

        await page.InvokeAsync(() => page.FindAll(".alert-entry input[type=checkbox]")[2].Change(true));
        await page.InvokeAsync(() => page.Find("input[maxlength='100']").Change("Ann"));
        await page.InvokeAsync(() => Button(page, "Assign").Click());
        page.WaitForAssertion(() => Monitoring.Received().AssignAlertsAsync(
            Arg.Is<IReadOnlyList<long>>(ids => ids.SequenceEqual(new long[] { 1, 2 })), "the key", "Ann", Arg.Any<CancellationToken>()));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("input[maxlength='100']")));

        await page.InvokeAsync(() => page.FindAll(".alert-entry input[type=checkbox]")[2].Change(true));
        await page.InvokeAsync(() => page.Find(".store-form select").Change("7"));
        await page.InvokeAsync(() => Button(page, "Snooze").Click());
        page.WaitForAssertion(() => Monitoring.Received().SnoozeAlertsAsync(
            Arg.Is<IReadOnlyList<long>>(ids => ids.SequenceEqual(new long[] { 1, 2 })), "the key", new DateOnly(2024, 6, 7), Arg.Any<CancellationToken>()));
    }

    [Fact]
    public async Task Owner_and_state_filter_the_list_and_what_is_put_off_is_shown_again()
    {
        Monitoring.SnoozeAlertsAsync([], "", null, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ChangedAlerts([]));
        _alerts[0] = _alerts[0] with { Owner = "Ann" };
        _alerts[3] = _alerts[3] with { State = AlertStates.Snoozed, SnoozedUntil = Monday.AddDays(9) };
        var page = Show("alerts?show=snoozed");
        await page.InvokeAsync(() => page.Find("input[type=password]").Change("the key"));

        Assert.Equal("All drift", Assert.Single(page.FindAll(".alert-entry .alert-reason")).TextContent.Trim());
        await page.InvokeAsync(() => Button(page, "Show again").Click());
        page.WaitForAssertion(() => Monitoring.Received().SnoozeAlertsAsync(
            Arg.Is<IReadOnlyList<long>>(ids => ids.SequenceEqual(new long[] { 4 })), "the key", null, Arg.Any<CancellationToken>()));

        var owned = Show("alerts?owner=ann&show=all");
        Assert.Equal("Ann", Assert.Single(owned.FindAll(".alert-entry .alert-owner")).TextContent);
        await owned.InvokeAsync(() => owned.Find("select[aria-label=Owner]").Change("Nobody"));
        owned.WaitForAssertion(() => Assert.Equal("alerts?owner=-&show=all", Address));
        owned.WaitForAssertion(() => Assert.Equal(3, owned.FindAll(".alert-entry").Count));
    }

    [Fact]
    public async Task The_key_is_typed_once_for_all_screens()
    {
        var first = Show("alerts");
        await first.InvokeAsync(() => first.Find("input[type=password]").Change("the key"));

        Assert.Equal("the key", Show("alerts").Find("input[type=password]").GetAttribute("value"));
    }

    private IRenderedComponent<AlertsPage> Show(string address)
    {
        GoTo(address);
        var page = Render<AlertsPage>();
        page.WaitForElement(".alerts-grid");
        return page;
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<AlertsPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent == text);

    private static SalesAlert Alert(long id, string kind, string? item, DateOnly date, double value, double limit) =>
        new(id, kind, item, date, DateTimeOffset.UnixEpoch, item is null ? "All drift" : $"{item} sold {value}", value, limit, null, null);
}
