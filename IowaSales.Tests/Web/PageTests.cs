using Bunit;
using IowaSales.Contracts;
using IowaSales.Web.Components.Pages.Compare;
using IowaSales.Web.Components.Pages.Overview;
using IowaSales.Web.Components.Pages.Product;
using IowaSales.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>Pages over answers that a test chooses: what they ask for, and what they do to the address.</summary>
public sealed class PageTests : WebContext
{
    private static readonly string[] Names = ["A", "B", "C", "D", "E", "F", "G"];

    public PageTests() => ComponentFactories.AddStub<ForecastPanel>();

    [Fact]
    public void A_product_in_another_case_gets_its_stored_name_and_its_neighbours()
    {
        Serve();
        GoTo("product?item=c&level=80");

        var page = Render<ProductPage>();

        page.WaitForAssertion(() => Assert.Equal("product?item=C&level=80", Address));
        page.WaitForAssertion(() => Assert.EndsWith("item=B&level=80", page.Find("[aria-label='Previous product']").GetAttribute("href"), StringComparison.Ordinal));
        Assert.EndsWith("item=D&level=80", page.Find("[aria-label='Next product']").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Out_of_a_list_the_next_product_is_that_of_the_list()
    {
        Serve();
        GoTo("product?item=C&sort=-next&show=falling");

        var page = Render<ProductPage>();

        // Falling are A, B and C, largest first: C, B, A.
        page.WaitForAssertion(() => Assert.Contains("item=A&", page.Find("[aria-label='Previous product']").GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("product?item=B&sort=-next&show=falling", Services.GetRequiredService<NavigationManager>().ToBaseRelativePath(page.Find("[aria-label='Next product']").GetAttribute("href")!));
    }

    [Fact]
    public async Task A_service_level_chosen_once_stays_for_the_next_product()
    {
        Serve();
        GoTo("product?item=A");
        var page = Render<ProductPage>();
        page.WaitForElement("input[value='70%']");
        await page.InvokeAsync(() => page.Find("input[value='70%']").Change("70%"));
        page.WaitForAssertion(() => Assert.Equal("product?item=A&level=70", Address));

        GoTo("product?item=B");

        page.WaitForAssertion(() => Assert.True(page.Find("input[value='70%']").HasAttribute("checked")));
    }

    [Fact]
    public async Task All_names_can_be_reached_from_the_choice_of_a_product()
    {
        Api.GetItemsAsync(Arg.Any<CancellationToken>()).Returns(new ItemList([.. Enumerable.Range(1, 100).Select(number => $"P{number:000}")]));
        GoTo("product");
        var page = Render<ProductPage>();

        page.WaitForAssertion(() => Assert.Equal("60 of 100 products", page.Find(".pick-count").TextContent));
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent == "Show 40 more").Click());

        page.WaitForAssertion(() => Assert.Equal(100, page.FindAll(".pick-list a").Count));
        Assert.Equal("100 products", page.Find(".pick-count").TextContent);
    }

    [Fact]
    public async Task Products_to_choose_from_are_filtered_by_category_and_vendor()
    {
        Serve();
        Api.GetOverviewAsync(Arg.Any<CancellationToken>()).Returns(Samples.Overview(false, [.. Names.Select((name, index) =>
            Samples.Row(name, next: 100, last: 100) with { Category = index % 2 == 0 ? "GIN" : "RUM", Vendor = index < 4 ? "V1" : "V2" })]));
        GoTo("product?vendor=v1");
        var page = Render<ProductPage>();
        page.WaitForAssertion(() => Assert.Equal(["A", "B", "C", "D"], Links()));

        await page.InvokeAsync(() => page.Find("select[aria-label=Category]").Change("RUM"));
        page.WaitForAssertion(() => Assert.Equal(["B", "D"], Links()));
        Assert.Equal("product?vendor=v1&category=RUM", Address);
        Assert.Equal("2 of 7 products", page.Find(".pick-count").TextContent);
        Assert.Equal(["B", "D"], page.FindComponent<Bunit.TestDoubles.Stub<ItemPicker>>().Instance.Parameters.Get(picker => picker.Items));

        // Previous and Next stay among them, from a product of another category too.
        GoTo("product?vendor=V1&category=RUM&item=C");
        page.WaitForAssertion(() => Assert.Contains("item=D", page.Find("[aria-label='Next product']").GetAttribute("href"), StringComparison.Ordinal));
        GoTo("product?vendor=none");
        page.WaitForAssertion(() => Assert.Equal("Show all products", page.Find(".empty button").TextContent));

        IEnumerable<string> Links() => page.FindAll(".pick-list a").Select(link => link.TextContent);
    }

    [Fact]
    public void Paper_has_all_rows()
    {
        Services.GetRequiredService<PrintMode>().Set(true);
        Serve();

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(7, page.FindAll(".overview-grid tbody a").Count));
        Assert.DoesNotContain("<tr style", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_product_is_fetched_ahead()
    {
        Serve();
        GoTo("product?item=G");
        var page = Render<ProductPage>();
        page.WaitForElement(".order-figure");
        page.WaitForElement("[aria-label='Next product']");

        Time.Advance(TimeSpan.FromMilliseconds(100));

        page.WaitForAssertion(() => Api.Received().GetHistoryAsync("A", Arg.Any<DateOnly?>(), Arg.Any<DateOnly?>(), Arg.Any<CancellationToken>()));
        page.WaitForAssertion(() => Api.Received().GetItemBacktestAsync("A", Arg.Any<CancellationToken>()));
    }

    [Fact]
    public void A_level_that_is_not_offered_falls_back_to_ninety_percent()
    {
        Serve();
        GoTo("product?item=A&level=93");

        var page = Render<ProductPage>();

        page.WaitForAssertion(() => Assert.True(page.Find("input[value='90%']").HasAttribute("checked")));
    }

    [Fact]
    public async Task The_best_sellers_join_what_was_chosen()
    {
        Serve();
        GoTo("compare?item=B");
        var page = Render<ComparePage>();

        page.WaitForElement(".button-main");
        await page.InvokeAsync(() => page.Find(".button-main").Click());

        page.WaitForAssertion(() => Assert.Equal("compare?item=B&item=G&item=F&item=E", Address));
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".compare-grid tbody tr").Count));

        // 1,600 against the 1,500 that are sold in every week.
        Assert.All(page.FindAll(".compare-grid .change"), change => Assert.Contains("+6.7%", change.TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Six_products_are_the_most_and_one_can_go()
    {
        Serve();
        GoTo("compare?" + string.Join('&', Names.Select(name => "item=" + name)) + "&scale=indexed");
        var page = Render<ComparePage>();

        Assert.Equal(6, page.FindAll(".chosen li").Count);
        page.WaitForAssertion(() => Assert.Contains("up to six products", page.Markup, StringComparison.Ordinal));

        await page.InvokeAsync(() => page.Find("[aria-label='Remove C']").Click());

        page.WaitForAssertion(() => Assert.Equal("compare?item=A&item=B&item=D&item=E&item=F&scale=indexed", Address));
        page.WaitForAssertion(() => Assert.Single(page.FindComponents<Bunit.TestDoubles.Stub<ItemPicker>>()));
    }

    [Fact]
    public void Data_that_is_old_as_a_whole_is_said_once_and_hides_no_other_flag()
    {
        Serve(stale: true);

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("sales end on May 30, 2024, 1 day ago", page.Find(".notice-warn").TextContent, StringComparison.Ordinal));
        page.WaitForAssertion(() => Assert.Equal(["Unusual"], page.FindAll(".chip").Select(chip => chip.TextContent)));
    }

    [Fact]
    public async Task Searching_and_sorting_stand_in_the_address()
    {
        Serve();
        var page = Render<OverviewPage>();

        page.WaitForElement("input[type=search]");
        await page.InvokeAsync(() => page.Find("input[type=search]").Input("b"));
        page.WaitForAssertion(() => Assert.Equal("?q=b", Address));
        await page.InvokeAsync(() => page.FindAll(".sort").Single(head => head.TextContent.Contains("Change", StringComparison.Ordinal)).Click());

        page.WaitForAssertion(() => Assert.Equal("?q=b&sort=-change", Address));
        page.WaitForAssertion(() => Assert.Equal("1 of 7 products", page.Find(".count").TextContent));
        Assert.Equal("descending", page.Find("th[aria-sort]").GetAttribute("aria-sort"));
    }

    [Fact]
    public async Task A_search_without_a_match_offers_the_way_back()
    {
        Serve();
        GoTo("?q=nothing&show=flagged");
        var page = Render<OverviewPage>();

        page.WaitForElement(".empty button");
        await page.InvokeAsync(() => page.Find(".empty button").Click());

        page.WaitForAssertion(() => Assert.Equal("", Address));
        page.WaitForAssertion(() => Assert.Equal(7, page.FindAll(".overview-grid tbody a").Count));
    }

    [Fact]
    public void Risers_and_fallers_are_ordered_by_bottles()
    {
        Serve();

        var page = Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Equal(["G", "F", "E"], Movers(page, 0)));
        Assert.Equal(["A", "B", "C"], Movers(page, 1));
    }

    private static IEnumerable<string> Movers(IRenderedComponent<OverviewPage> page, int number) =>
        page.FindAll(".movers")[number].QuerySelectorAll("a").Select(link => link.TextContent);

    /// <summary>Seven products; the later the letter, the more it sells: 100, 200 … 700 next week, 400 each in the last.</summary>
    private void Serve(bool stale = false)
    {
        Api.GetItemsAsync(Arg.Any<CancellationToken>()).Returns(new ItemList(Names));
        Api.GetOverviewAsync(Arg.Any<CancellationToken>()).Returns(Samples.Overview(stale, [.. Names.Select((name, index) => Samples.Row(
            name, next: 100 * (index + 1), last: 400, [.. index == 0 ? [ItemFlag.Unusual] : Array.Empty<ItemFlag>(), .. stale ? [ItemFlag.Stale] : Array.Empty<ItemFlag>()]))]));
        Api.GetForecastAsync(default!, default, default, default).ReturnsForAnyArgs(call => Samples.Sales(call.Arg<string>(), stale).Forecast);
        Api.GetTotalAsync(default!, default, default, default).ReturnsForAnyArgs(call => Samples.Sales(call.Arg<string>()).Total);
        Api.GetHistoryAsync(default!, default, default, default).ReturnsForAnyArgs(call => Samples.Sales(call.Arg<string>()).History);
        Api.GetItemDriversAsync(default!, default).ReturnsForAnyArgs(call => new ItemDrivers(call.Arg<string>(), default, default, []));
        Api.GetExplanationAsync(default!, default).ReturnsForAnyArgs(call => new ItemExplanation(call.Arg<string>(), [], "v1", Samples.Through));
        Api.GetItemBacktestAsync(default!, default).ReturnsForAnyArgs(call => new ItemBacktest(call.Arg<string>(), null, null, null, [], [], []));
    }
}
