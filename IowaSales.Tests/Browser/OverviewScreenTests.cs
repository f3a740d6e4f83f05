using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed class OverviewScreenTests(DashboardSystem system) : BrowserTest(system)
{
    [Fact]
    public async Task Looks_right_with_five_products_and_says_what_the_API_says()
    {
        var services = await System.FiveAsync();
        var overview = await AskAsync(services.Api, api => api.GetOverviewAsync());
        var page = await OpenAsync(services.Web, "/overview");

        await Expect(page).ToHaveTitleAsync("Overview · Iowa Sales");
        await Expect(page.Locator(".headline .figure")).ToHaveTextAsync(overview.Total.NextTotal.ToString("N0"));
        var first = overview.Rows.MaxBy(row => row.NextTotal)!;
        var cells = page.Locator(".overview-grid tbody tr[aria-rowindex='2'] > *");
        await Expect(cells.Nth(0)).ToHaveTextAsync(first.Item);
        await Expect(cells.Nth(1)).ToHaveTextAsync(first.Class!);
        await Expect(cells.Nth(3)).ToHaveTextAsync(first.NextTotal.ToString("N0"));
        await Expect(cells.Nth(4)).ToHaveTextAsync($"{first.NextLower:N0}–{first.NextUpper:N0}");
        await Expect(page.Locator(".simulated")).ToContainTextAsync("simulated data");
        await Expect(page.Locator(".notice-warn")).ToContainTextAsync("sales end on May 30, 2024");

        // The groups stand in the address, and lead to the list of today.
        await page.GetByRole(AriaRole.Button, new() { Name = "Totals by category" }).ClickAsync();
        await page.GetByLabel("ABC").CheckAsync();
        await AssertAddressAsync(page, "/overview?groups=abc");
        await Expect(page.Locator(".group-grid tbody a").First).ToHaveAttributeAsync("href", new Regex("^\\?class=[ABC]$"));
        await LookAsync(page, "overview");
    }

    [Fact]
    public async Task Five_hundred_products_are_searched_sorted_trimmed_and_saved_as_shown()
    {
        var services = await System.ManyAsync();
        var page = await OpenAsync(services.Web, "/overview");
        await Expect(page.Locator(".count")).ToHaveTextAsync("500 products");
        await LookAsync(page, "overview-500");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("product 12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Product", Exact = true }).ClickAsync();
        await page.GetByText("Columns").ClickAsync();
        await page.GetByLabel("80% interval").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator(".count")).ToHaveTextAsync("15 of 500 products");
        await Expect(page.Locator(".overview-grid tbody a").First).ToHaveTextAsync("PRODUCT 012");
        await Expect(page.Locator(".overview-grid .col-interval")).ToHaveCountAsync(0);
        await AssertAddressAsync(page, "/overview?q=product%2012&sort=item&hide=interval");

        var (name, text) = await DownloadAsync(page, () => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.EndsWith(".csv", name, StringComparison.Ordinal);
        Assert.Equal("item_name,next_7_days,last_7_days,change,last_week_error,flags,class,category,vendor", lines[0]);
        Assert.Equal(await page.Locator(".overview-grid tbody a").AllTextContentsAsync(), lines[1..].Select(line => line.Split(',')[0]));

        await page.ReloadAsync();
        await Expect(page.Locator(".count")).ToHaveTextAsync("15 of 500 products");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("product 12");
    }

    [Fact]
    public async Task Only_the_rows_in_view_are_in_the_page_and_the_last_is_reached()
    {
        var page = await OpenAsync((await System.ManyAsync()).Web, "/overview?sort=item");
        await Expect(page.Locator(".overview-grid tbody a").First).ToHaveTextAsync("100% AGAVE");

        await page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");

        await Expect(page.Locator("tr[aria-rowindex='501'] a")).ToHaveTextAsync(DashboardSystem.ManyItems.Order(StringComparer.Ordinal).Last());
        Assert.InRange(await page.Locator(".overview-grid tbody a").CountAsync(), 10, 80);
        await Expect(page.Locator(".overview-grid thead th").First).ToBeInViewportAsync();
    }

    [Fact]
    public async Task One_returns_to_the_place_in_the_list_and_prints_all_of_it()
    {
        var page = await OpenAsync((await System.ManyAsync()).Web, "/overview?sort=item");
        var names = DashboardSystem.ManyItems.Order(StringComparer.Ordinal).ToList();
        await page.EvaluateAsync("scrollTo(0, 5400)");
        await page.Locator("tr[aria-rowindex='151'] a").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(names[149]);
        await Expect(page.GetByLabel("Next product")).ToHaveAttributeAsync("href", new Regex(Regex.Escape(Uri.EscapeDataString(names[150]))));

        await page.GoBackAsync();
        await Expect(page.Locator("tr[aria-rowindex='151'] a")).ToBeInViewportAsync();

        await page.EvaluateAsync("window.print = () => { document.body.dataset.printed = document.querySelectorAll('.overview-grid tbody a').length; }");
        await page.Keyboard.PressAsync("Control+p");
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-printed", "500");
    }

    [Theory]
    [InlineData("GIN/TONIC + LIME")]
    [InlineData("RUM?#1&2")]
    [InlineData("A%2FB")]
    public async Task A_name_that_is_hard_in_addresses_opens_its_product(string item)
    {
        var page = await OpenAsync((await System.ManyAsync()).Web, "/overview?q=" + Uri.EscapeDataString(item));

        await page.Locator(".overview-grid tbody a").First.ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync(item);
        await page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();
    }
}
