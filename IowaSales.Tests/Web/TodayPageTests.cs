using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Api;
using IowaSales.Web.Components.Downloads;
using IowaSales.Web.Components.Layout;
using IowaSales.Web.Components.Pages.Today;
using IowaSales.Web.Text;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>The list of today over answers that a test chooses.</summary>
public sealed class TodayPageTests : WebContext
{
    private static readonly OrderLine Black = new(
        "BLACK VELVET", "Whisky", "Heaven Hill", OrderStatus.Short, 5, new DateOnly(2024, 6, 4), 0, 2, 0.95, 120.4, 90, 160, 172.5, 60, 24, 12, 8, 96, 40.2,
        new DateOnly(2024, 6, 2), 30.2, 90.2, 3, 2, 8.5, 816)
    { Class = "AX" };

    private static readonly OrderLine Fireball = Black with
    {
        Item = "FIREBALL",
        Category = "Liqueur",
        Vendor = "Sazerac",
        Status = OrderStatus.Covered,
        Quantity = 0,
        Packs = 0,
        StockOnHand = 900,
        OnOrder = 0,
        UnitsAtRisk = 0,
        RunsOut = null,
        Change = 1,
        Earlier = 119.4,
        Value = 0,
        ServiceLevel = 0.99,
        Class = "AZ",
    };

    private static readonly OrderLine Titos = Black with
    {
        Item = "TITOS",
        Category = "Vodka",
        Vendor = "Fifth Gen",
        Status = OrderStatus.StockUnknown,
        StockOnHand = null,
        OnOrder = 0,
        UnitsAtRisk = null,
        RunsOut = null,
        CoverDays = 7,
        UncoveredDays = 21,
        LeadTimeDays = 28,
        ReviewDays = null,
        Packs = 200,
        PackSize = 1,
        Quantity = 200,
        Need = 199.4,
        Class = "CZ",
        Change = null,
        Earlier = null,
        Value = null,
        UnitCost = null,
    };

    [Fact]
    public void Each_row_says_why_it_is_there_and_what_to_order()
    {
        Serve();
        var page = Render<TodayPage>();

        page.WaitForElement("tr[aria-rowindex='4']");

        Assert.Equal(["BLACK VELVET", "AX", "Runs out Jun 2", "120 / 5 d", "+30", "90–160", "60 + 24", "96", "Order"], Cells(page, 0));
        Assert.Equal(["FIREBALL", "AZ", "Stock lasts", "120 / 5 d", "+1", "90–160", "900", "–", "Covered"], Cells(page, 1));
        Assert.Equal(["TITOS", "CZ", "Stock unknown", "120 / 7 d", "–", "90–160", "–", "200", "Order, partial"], Cells(page, 2));
        Assert.Equal("2 products to order · 296 units · order value 816 · 40 units at risk", page.Find(".today-sums").TextContent);
        Assert.Contains("May 31, 2024", page.Find("h2").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_is_kept_and_goes_along_with_the_downloads()
    {
        Serve();
        GoTo("?class=Z");
        var page = Render<TodayPage>();
        page.WaitForAssertion(() => Assert.Equal("2 of 3 products", page.Find(".count").TextContent));

        await page.InvokeAsync(() => page.Find("select[aria-label=Class]").Change("CZ"));

        page.WaitForAssertion(() => Assert.Equal("1 of 3 products", page.Find(".count").TextContent));
        Assert.Equal("?class=CZ", Address);
        Assert.Equal("download/orders.csv?class=CZ", page.FindAll("a[download]")[0].GetAttribute("href"));
        Assert.Equal("CZ", OrdersDownload.Of(TodayQuery.Parse(null, null, null, null, null, null, "CZ")).Class);
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_in_the_downloads()
    {
        Serve();
        GoTo("?category=vodka&show=order&level=99&q=tit");
        var page = Render<TodayPage>();
        page.WaitForAssertion(() => Assert.Equal("1 of 3 products", page.Find(".count").TextContent));
        await Api.Received().GetOrdersAsync(Arg.Is<OrderQuery>(query => query.ServiceLevel == 0.99), 1, 1000, Arg.Any<CancellationToken>());
        Assert.Equal("download/orders.xlsx?category=vodka&show=order&level=99", page.FindAll("a[download]")[1].GetAttribute("href"));
        Assert.Equal((0.99, "vodka", null, true), OrdersDownload.Of(TodayQuery.Parse(null, "vodka", null, "order", 99, null)) is var asked ? (asked.ServiceLevel, asked.Category, asked.Vendor, asked.OnlyToOrder) : default);

        await page.InvokeAsync(() => page.FindAll("select").Single(select => select.ParentElement!.TextContent.Contains("Vendor", StringComparison.Ordinal)).Change("Sazerac"));

        page.WaitForAssertion(() => Assert.Equal("?category=vodka&show=order&level=99&q=tit&vendor=Sazerac", Address));
        page.WaitForElement(".empty button");
        await page.InvokeAsync(() => page.Find(".empty button").Click());
        page.WaitForAssertion(() => Assert.Equal("?level=99", Address));
        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".today-grid tbody .row-open").Count));
    }

    [Fact]
    public async Task A_product_opens_beside_the_list_and_its_order_adds_up()
    {
        Serve();
        var page = Render<TodayPage>();

        page.WaitForElement(".row-open");
        await page.InvokeAsync(() => page.Find(".row-open").Click());

        page.WaitForAssertion(() => Assert.Equal("?item=BLACK%20VELVET", Address));
        Assert.Equal(
            ["172.5", "−60", "−24", "96", "816.00"], page.FindAll(".side-panel dd").Select(figure => figure.TextContent));
        Assert.Contains("Order: 8 packs of 12", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
        Assert.Contains("Nothing is sold on 2 closed days", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Equal((7, 2, 2), (page.FindAll(".demand-day").Count, page.FindAll(".demand-day.is-beyond").Count, page.FindAll(".demand-day.is-closed").Count)));
        Assert.Equal("true", page.Find("tr.is-open .row-open").GetAttribute("aria-expanded"));

        await page.InvokeAsync(() => page.Find("[data-panel-close]").Click());

        page.WaitForAssertion(() => Assert.Equal("", Address));
        Assert.Empty(page.FindAll(".side-panel"));
    }

    [Fact]
    public async Task An_override_changes_figures_and_leaves_the_list_in_its_order()
    {
        Serve();
        Planning.AddOverrideAsync(default!, default!, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ForecastOverrideInfo(
            1, "item", "BLACK VELVET", Samples.Through, Samples.Through, "factor", 0.1, "r", "Ann", DateTimeOffset.UnixEpoch, "active", 1, null, null, null));
        var page = Render<TodayPage>();
        page.WaitForElement("tr[aria-rowindex='4']");
        Api.GetOrdersAsync(default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(Page(Fireball, Titos, Black with { Quantity = 7 }));

        await page.InvokeAsync(() => Services.GetRequiredService<PlanningStore>().AddAsync(new OverrideRequest()));

        page.WaitForAssertion(() => Assert.Equal("7", Cells(page, 0).ElementAt(7)));
        Assert.Equal(["BLACK VELVET", "FIREBALL", "TITOS"], page.FindAll(".row-open").Select(row => row.TextContent));
    }

    [Fact]
    public void What_drove_a_change_stands_beside_it_and_its_parts_in_the_panel()
    {
        Serve();
        var total = new ItemChange("BLACK VELVET", 4, 90.2, 120.4, 30.2, 42.1, 0, -11.9, 0, ChangeCause.NewSales);
        Api.GetChangesAsync(Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ForecastChangeList([total], Samples.Through, Samples.Through.AddDays(1), "v0", "v1", Samples.Through, false));
        Api.GetChangeAsync(default!, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(new ItemChangeDetail(total, [], [new SoldDay(Samples.Through, 20, 55)], Samples.Through, "v0", "v1", Samples.Through, true));
        GoTo("?item=BLACK%20VELVET");
        var page = Render<TodayPage>();

        page.WaitForAssertion(() => Assert.Equal("+30sales", string.Concat(Cells(page, 0).ElementAt(4).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        page.WaitForAssertion(() => Assert.Equal(
            ["New sales", "+42.1", "Calendar and drivers", "−11.9", "Change", "+30.2"], page.FindAll(".change-parts > *").Select(part => part.TextContent)));
        Assert.Contains("Thursday, May 30: 55 sold, 20 expected", page.Find(".side-panel").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_products_before_and_after_the_open_one_are_fetched_ahead()
    {
        Serve();
        var wanted = new System.Collections.Concurrent.ConcurrentDictionary<string, TaskCompletionSource>();
        Api.GetForecastAsync(default!, default, default, Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(call =>
        {
            wanted.GetOrAdd(call.Arg<string>(), _ => new()).TrySetResult();
            return Samples.Sales(call.Arg<string>()).Forecast;
        });
        GoTo("?item=FIREBALL");
        Render<TodayPage>();

        foreach (var item in (string[])["FIREBALL", "TITOS", "BLACK VELVET"])
        {
            await wanted.GetOrAdd(item, _ => new()).Task.WaitAsync(DefaultWaitTimeout, Xunit.TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task An_API_that_does_not_answer_in_time_costs_the_causes_of_changes_and_not_the_page()
    {
        Serve();
        var late = new TaskCompletionSource<ForecastChangeList>();
        var asked = new TaskCompletionSource();
        Api.GetChangesAsync(Xunit.TestContext.Current.CancellationToken).ReturnsForAnyArgs(_ =>
        {
            asked.TrySetResult();
            return late.Task;
        });
        var page = Render<TodayPage>();
        await asked.Task.WaitAsync(DefaultWaitTimeout, Xunit.TestContext.Current.CancellationToken);

        await page.InvokeAsync(() => late.SetException(new Polly.Timeout.TimeoutRejectedException()));
        page.Render();

        Assert.Equal("+30", Cells(page, 0).ElementAt(4));
        Assert.False(Renderer.UnhandledException.IsCompleted, "The page failed with the API.");
    }

    [Fact]
    public void A_cover_period_beyond_the_horizon_is_said_and_so_is_missing_stock()
    {
        Serve(Titos);
        GoTo("?item=titos");
        var page = Render<TodayPage>();

        page.WaitForAssertion(() => Assert.Contains("are 28 days, and the model forecasts 7. Nothing is ordered for the other 21.", page.Find(".side-panel .notice").TextContent, StringComparison.Ordinal));
        Assert.Contains("No stock data yet", page.Find(".today > .notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_page_of_a_long_list_is_read()
    {
        var lines = Enumerable.Range(0, 1500).Select(number => Black with { Item = $"PRODUCT {number:0000}" }).ToArray();
        Api.GetOrdersAsync(default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(call => Page(call.ArgAt<int>(1) == 1 ? lines[..1000] : lines[1000..]) with { Total = lines.Length });
        var page = Render<TodayPage>();

        page.WaitForAssertion(() => Assert.Equal("1,500 products", page.Find(".count").TextContent));
    }

    [Theory]
    [InlineData(30.0, 100.0, true)]
    [InlineData(-30.0, 100.0, true)]
    [InlineData(19.0, 100.0, false)]
    [InlineData(9.0, 10.0, false)]
    [InlineData(12.0, 0.0, true)]
    public void A_change_is_notable_by_share_and_by_units(double change, double earlier, bool notable) =>
        Assert.Equal(notable, TodayQuery.IsNotable(Black with { Change = change, Earlier = earlier }));

    [Theory]
    [InlineData("", "Today")]
    [InlineData("?q=a", "Today")]
    [InlineData("product?item=A", "Products")]
    [InlineData("accuracy", "Results")]
    [InlineData("import", "Data")]
    [InlineData("elsewhere", null)]
    public void Every_screen_belongs_to_one_of_at_most_six_sections(string address, string? section)
    {
        Assert.Equal(section, Screens.At(address)?.Name);
        Assert.InRange(Screens.Groups.Count, 1, 6);
        Assert.Equal(11, Screens.Groups.Sum(group => group.Links.Count));
    }

    [Fact]
    public void A_reason_names_what_a_person_acts_on()
    {
        Assert.Equal("Out of stock", UiText.Today.ReasonOf(Black with { Status = OrderStatus.OutOfStock }, notable: false));
        Assert.Equal("Below 95% service", UiText.Today.ReasonOf(Black with { Status = OrderStatus.BelowTarget, RunsOut = null }, notable: false));
        Assert.Equal("Forecast down", UiText.Today.ReasonOf(Fireball with { Change = -60, Earlier = 180 }, notable: true));
    }

    private static IEnumerable<string> Cells(IRenderedComponent<TodayPage> page, int row) =>
        page.FindAll(".today-grid tbody tr[aria-rowindex]")[row].Children.Select(cell => cell.TextContent.Trim());

    private static OrderPage Page(params OrderLine[] lines) => new(
        lines, 1, 1000, lines.Length, new OrderSummary(2, 296, 816, 40.2, lines.Count(line => line.StockOnHand is null)), 0.95, Samples.Through.AddDays(1), 7,
        Samples.Through, "v1", Samples.Through, Stale: false);

    private void Serve(params OrderLine[] lines)
    {
        Api.GetOrdersAsync(default, default, default, Arg.Any<CancellationToken>()).ReturnsForAnyArgs(Page(lines.Length > 0 ? lines : [Black, Fireball, Titos]));
        Api.GetForecastAsync(default!, default, default, default).ReturnsForAnyArgs(call => Samples.Sales(call.Arg<string>()).Forecast);
    }
}
