using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>The API away, dying, slow; the dashboard itself restarting.</summary>
[Collection(ChangingDashboardCollection.Name)]
public sealed class TroubleTests(DashboardSystem system) : BrowserTest(system)
{
    private const string Chosen = "/product?item=BLACK%20VELVET&level=70&range=26w";

    [Fact]
    public async Task An_API_that_starts_late_or_dies_is_named_and_its_return_noticed_with_every_choice_kept()
    {
        var api = System.NewApi();
        var web = System.NewDashboard(api.Address);
        await web.StartAsync();
        var page = await OpenAsync(web, Chosen, connected: false);
        await Expect(page.Locator(".problem-title")).ToHaveTextAsync("The forecasting API is not responding");
        await Expect(page.Locator(".problem")).ToContainTextAsync("Start the API");
        await LookAsync(page, "api-away");

        await api.StartAsync();
        await page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();
        await AssertChosenAsync(page);

        api.Stop();
        var notice = page.Locator(".api-notice .notice-warn");
        await Expect(notice).ToContainTextAsync("The forecasting API is not responding");
        await Expect(page.Locator(".days-grid tbody tr")).ToHaveCountAsync(7);

        await api.StartAsync();
        await Expect(notice).ToHaveCountAsync(0);
        await AssertChosenAsync(page);
    }

    [Fact]
    public async Task A_slow_API_shows_skeletons_then_says_that_it_waits_then_shows_everything()
    {
        var services = await System.FiveAsync();
        await using var gate = await SlowGate.StartAsync(services.Api.Address, TimeSpan.FromSeconds(8));
        var web = System.NewDashboard(gate.Address);
        await web.StartAsync();
        var page = await OpenAsync(web, Chosen, connected: false);

        await Expect(page.Locator("h1")).ToHaveTextAsync("BLACK VELVET");
        await Expect(page.Locator(".skeleton").First).ToBeVisibleAsync();
        await Expect(page.GetByText("The API is slow to respond")).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = PictureOf("api-slow") });

        gate.Delay = TimeSpan.Zero;
        await page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();
        await AssertChosenAsync(page);
    }

    [Fact]
    public async Task A_dashboard_that_restarts_brings_the_page_back_by_itself()
    {
        var services = await System.FiveAsync();
        var web = System.NewDashboard(services.Api.Address);
        await web.StartAsync();
        var page = await OpenAsync(web, Chosen);
        Forgive("Failed to load resource", "WebSocket", "Error: ");
        await page.EvaluateAsync("window.before = true");

        web.Stop();
        await Expect(page.Locator(".reconnect")).ToBeVisibleAsync();
        await web.StartAsync();

        await page.WaitForFunctionAsync("() => !window.before");
        await page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();
        await AssertChosenAsync(page);
    }

    private static async Task AssertChosenAsync(IPage page)
    {
        await Expect(page.GetByLabel("70%")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("6 months")).ToBeCheckedAsync();
    }
}
