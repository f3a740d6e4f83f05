using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>Compare, Accuracy, Data and System.</summary>
[Collection(DashboardCollection.Name)]
public sealed class OtherScreenTests(DashboardSystem system) : BrowserTest(system)
{
    [Fact]
    public async Task Products_are_laid_over_each_other_indexed_and_removed()
    {
        var services = await System.FiveAsync();
        var page = await OpenAsync(services.Web, "/compare");
        await page.GetByRole(AriaRole.Button, new() { Name = "Compare the best sellers" }).ClickAsync();
        await page.Locator(".chart[data-chart=compare][data-drawn]").WaitForAsync();
        await Expect(page.Locator(".compare-grid tbody tr")).ToHaveCountAsync(4);
        await LookAsync(page, "compare");
        await page.SetViewportSizeAsync(1440, 900);

        await page.GetByLabel("Indexed").CheckAsync();
        await page.GetByLabel("Day", new() { Exact = true }).CheckAsync();
        await page.Locator(".chosen button").First.ClickAsync();

        await Expect(page.Locator(".compare-grid tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator(".chart-card .count")).ToHaveTextAsync("100 = own average");
        Assert.Contains("scale=indexed", page.Url, StringComparison.Ordinal);
        Assert.Contains("by=day", page.Url, StringComparison.Ordinal);

        // The chart is drawn after the page's text: it has to come to two lines for each product that is left.
        await page.WaitForFunctionAsync(
            "() => echarts.getInstanceByDom(document.querySelector('.chart[data-chart=compare]')).getOption().series.length === 6");
    }

    [Fact]
    public async Task Accuracy_looks_right_and_says_what_the_API_says()
    {
        var services = await System.FiveAsync();
        var backtest = await AskAsync(services.Api, api => api.GetBacktestAsync());
        var model = await AskAsync(services.Api, api => api.GetModelAsync());
        var page = await OpenAsync(services.Web, "/accuracy");
        await page.Locator(".chart[data-chart=calibration][data-drawn]").WaitForAsync();

        await Expect(page.Locator(".tile-figure").First).ToHaveTextAsync(backtest.Mase.ToString("0.000"));
        await Expect(page.Locator(".calibration-grid tbody tr")).ToHaveCountAsync(backtest.Calibration.Count);
        await Expect(page.Locator(".leaderboard-grid tbody tr")).ToHaveCountAsync(model.Leaderboard.Count);
        await Expect(page.Locator(".leaderboard-grid tbody th").First).ToContainTextAsync(model.Leaderboard[0].Name);
        await LookAsync(page, "accuracy");
    }

    [Fact]
    public async Task Data_shows_the_calendar_and_opens_an_unusual_day()
    {
        var services = await System.FiveAsync();
        var quality = await AskAsync(services.Api, api => api.GetQualityAsync());
        var page = await OpenAsync(services.Web, "/data?sort=-outliers");
        await page.Locator(".chart[data-chart=calendar][data-drawn]").WaitForAsync();

        await Expect(page.Locator(".tile-figure").First).ToHaveTextAsync(quality.Rows.ToString("N0"));
        await LookAsync(page, "data");
        await page.SetViewportSizeAsync(1440, 900);

        var most = quality.PerItem.OrderByDescending(item => item.OutlierDates.Count).ThenBy(item => item.Item, StringComparer.Ordinal).First();
        Assert.NotEmpty(most.OutlierDates);
        await page.Locator(".quality-grid tbody button").First.ClickAsync();
        await page.Locator(".popover:popover-open a").First.ClickAsync();

        await Expect(page.Locator("h1")).ToHaveTextAsync(most.Item);
        Assert.Contains($"range={most.OutlierDates[0].AddDays(-28):yyyy-MM-dd}..", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task System_names_the_model_the_latency_and_the_ways_to_the_API()
    {
        var services = await System.FiveAsync();
        var model = await AskAsync(services.Api, api => api.GetModelAsync());
        var page = await OpenAsync(services.Web, "/system");

        await Expect(page.Locator(".facts").First).ToContainTextAsync("Connected");
        await Expect(page.Locator(".facts").Nth(1)).ToContainTextAsync(model.Version);
        await Expect(page.Locator("tbody")).ToContainTextAsync("/model");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "API documentation" })).ToHaveAttributeAsync("href", services.Api.Address + "/docs");
        await LookAsync(page, "system");
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_a_person_chooses()
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, "/system");
        var root = page.Locator("html");

        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await Expect(root).ToHaveAttributeAsync("data-theme", "dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Light theme" }).ClickAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
        await page.ReloadAsync();
        await Expect(root).ToHaveAttributeAsync("data-theme", "light");
    }

    [Fact]
    public async Task The_keyboard_reaches_and_works_everything()
    {
        var services = await System.FiveAsync();
        var page = await OpenAsync(services.Web, "/overview");
        await page.Locator(".overview-grid tbody a").First.WaitForAsync();

        await page.Locator(".skip-link").FocusAsync();
        await Expect(page.Locator(".skip-link")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#main")).ToBeFocusedAsync();

        var visited = new List<string>();
        while (visited.Count < 60 && !(await FocusAsync(page)).StartsWith("FIREBALL CINNAMON WHISKEY in table", StringComparison.Ordinal))
        {
            await page.Keyboard.PressAsync("Tab");
            visited.Add(await FocusAsync(page));
            Assert.True(
                await page.EvaluateAsync<bool>("() => { const mark = document.activeElement.matches('input[type=radio]') ? document.activeElement.nextElementSibling : document.activeElement.closest('.search') ?? document.activeElement; return getComputedStyle(mark).outlineStyle !== 'none'; }"),
                $"no focus mark on {visited[^1]}");
        }

        Assert.Contains("Search products in ", visited);
        Assert.Contains(visited, place => place.StartsWith("Columns", StringComparison.Ordinal));
        Assert.Contains(visited, place => place.StartsWith("CSV", StringComparison.Ordinal));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("FIREBALL CINNAMON WHISKEY");
        await Expect(page.Locator("h1")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Radio, new() { Name = "90%" }).FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page.GetByRole(AriaRole.Radio, new() { Name = "80%" })).ToBeCheckedAsync();
        await page.Locator("#main details.menu summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "JSON" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "JSON" })).ToBeHiddenAsync();
        await Expect(page.Locator("#main details.menu summary")).ToBeFocusedAsync();
    }

    private static Task<string> FocusAsync(IPage page) => page.EvaluateAsync<string>(
        """
        () => {
            const place = document.activeElement;
            const name = place.getAttribute("aria-label") ?? (place.matches("input") ? place.value : place.textContent.trim());
            return `${name} in ${place.closest("table") ? "table" : ""}`;
        }
        """);
}
