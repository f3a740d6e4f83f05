using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>The way from screen to screen, on a desk and on a phone.</summary>
[Collection(DashboardCollection.Name)]
public sealed class NavigationTests(DashboardSystem system) : BrowserTest(system)
{
    private static readonly string[] Names = ["Today", "Products", "Alerts", "Results", "Data", "System"];

    [Theory]
    [InlineData(1440)]
    [InlineData(1024)]
    public async Task On_a_desk_six_sections_are_one_click_away_and_their_screens_two(int width)
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, "/");
        await page.SetViewportSizeAsync(width, 768);

        var navigation = page.GetByRole(AriaRole.Navigation, new() { Name = "Screens" });
        await Expect(navigation.GetByRole(AriaRole.Link)).ToHaveCountAsync(Names.Length);
        Assert.Equal(Names, (await navigation.GetByRole(AriaRole.Link).AllTextContentsAsync()).Select(name => name.Trim()));
        Assert.True(await page.EvaluateAsync<bool>("(() => { const rail = document.querySelector('.rail'); return rail.scrollHeight <= rail.clientHeight; })()"));

        await navigation.GetByRole(AriaRole.Link, new() { Name = "Results" }).ClickAsync();
        await AssertAddressAsync(page, "/last-week");
        var tabs = page.GetByRole(AriaRole.Navigation, new() { Name = "Results" });
        await Expect(tabs.GetByRole(AriaRole.Link)).ToHaveTextAsync(["Last week", "Accuracy", "Overrides"]);
        await tabs.GetByRole(AriaRole.Link, new() { Name = "Accuracy" }).ClickAsync();
        await AssertAddressAsync(page, "/accuracy");
        await Expect(navigation.Locator("[aria-current=page]")).ToHaveTextAsync("Results");
        await Expect(tabs.Locator("[aria-current=page]")).ToHaveTextAsync("Accuracy");
    }

    [Fact]
    public async Task What_cannot_be_seen_or_read_out_is_found()
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, "/");
        await page.EvaluateAsync("""() => document.querySelector("main").insertAdjacentHTML("beforeend", "<p id=pale style='color:#eee;background:#fff'>Pale</p><button></button>")""");

        var findings = await SeriousAsync(page);

        Assert.Contains(findings, finding => finding.StartsWith("color-contrast at <p id=\"pale\"", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.StartsWith("button-name at ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_a_phone_four_sections_stand_in_a_bar_and_the_others_in_a_menu_for_the_keyboard_too()
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, "/");
        await page.SetViewportSizeAsync(390, 844);
        var bar = page.GetByRole(AriaRole.Navigation, new() { Name = "Screens" });
        await Expect(bar.GetByRole(AriaRole.Link)).ToHaveTextAsync(["Today", "Products", "Alerts", "Results"]);
        Assert.True(await bar.EvaluateAsync<bool>(
            "bar => bar.scrollWidth <= bar.clientWidth && [...bar.querySelectorAll(':scope > .nav-link, summary')].every(entry => entry.offsetHeight >= 44 && entry.scrollWidth <= entry.offsetWidth)"));

        var more = bar.Locator("summary");
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(bar.GetByRole(AriaRole.Link)).ToHaveTextAsync(Names.OrderBy(Place));
        await page.Keyboard.PressAsync("Escape");
        await Expect(bar.GetByRole(AriaRole.Link)).ToHaveCountAsync(4);
        await Expect(more).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Space");
        await LookAtMenuAsync(page);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        await AssertAddressAsync(page, "/system");
        await Expect(bar.GetByRole(AriaRole.Link)).ToHaveCountAsync(4);
        await bar.GetByRole(AriaRole.Link, new() { Name = "Results" }).ClickAsync();
        await AssertAddressAsync(page, "/last-week");
    }

    /// <summary>Whether a section stands in the bar, which comes before the menu.</summary>
    private static int Place(string name) => name is "Today" or "Products" or "Alerts" or "Results" ? 0 : 1;

    private static async Task LookAtMenuAsync(IPage page)
    {
        await page.ScreenshotAsync(new() { Path = PictureOf("menu-390-light") });
        var menu = (await page.Locator(".bottom-bar .menu-list").BoundingBoxAsync())!;
        Assert.InRange(menu.X, 0, 390 - menu.Width);
        Assert.InRange(menu.Y, 0, 844 - menu.Height);
    }
}
