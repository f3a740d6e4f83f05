using System.Globalization;
using Microsoft.Playwright;

namespace IowaSales.Browsing;

/// <summary>The pictures of the documentation.</summary>
internal static class Screenshots
{
    private const float Patience = 60_000;

    private static readonly ViewportSize Desk = new() { Width = 1280, Height = 800 };
    private static readonly ViewportSize Fold = new() { Width = 1280, Height = 610 };

    private static readonly (string Name, string Address, string Drawn, ViewportSize Size, ColorScheme Scheme)[] Screens =
    [
        ("today", "/", ".today-grid tbody .row-open", Desk, ColorScheme.Light),
        ("order", "/?item=BLACK%20VELVET%20375ML", ".side-panel .demand-bars", Desk, ColorScheme.Light),
        ("alerts", "/alerts", ".alerts-grid tbody tr", Desk, ColorScheme.Light),
        ("overview", "/overview", ".overview-grid tbody a", Desk, ColorScheme.Light),
        ("product", "/product?item=BLACK%20VELVET", ".chart[data-chart=forecast][data-drawn]", Fold, ColorScheme.Light),
        ("compare", "/compare?item=BLACK%20VELVET&item=HAWKEYE%20VODKA&item=TITOS%20HANDMADE%20VODKA", ".chart[data-chart=compare][data-drawn]", Desk, ColorScheme.Dark),
        ("accuracy", "/accuracy", ".chart[data-chart=calibration][data-drawn]", Desk, ColorScheme.Light),
        ("data", "/data", ".chart[data-chart=calendar][data-drawn]", Desk, ColorScheme.Light),
    ];

    /// <summary>Saves what a person would see first of each screen, and prints the files and their sizes.</summary>
    public static async Task TakeAsync(Uri dashboard, string folder)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var context = await browser.NewContextAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var page = await context.NewPageAsync();
        foreach (var (name, address, drawn, size, scheme) in Screens)
        {
            await page.SetViewportSizeAsync(size.Width, size.Height);
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            await page.GotoAsync(new Uri(dashboard, address).ToString());
            await page.Locator(drawn).First.WaitForAsync();
            await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0, new() { Timeout = Patience });
            await Assertions.Expect(page.Locator(".dot-good")).ToHaveCountAsync(1, new() { Timeout = Patience });
            await page.EvaluateAsync("document.fonts.ready");

            // The charts draw themselves in over a moment even where motion is reduced.
            await page.WaitForTimeoutAsync(1_500);
            var file = Path.Combine(folder, name + ".png");
            await page.ScreenshotAsync(new() { Path = file });
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}: {new FileInfo(file).Length / 1024} KB"));
        }
    }
}
