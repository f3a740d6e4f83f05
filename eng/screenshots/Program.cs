// Opens the dashboard's screens in Chromium and saves what a person would see first: screenshots DASHBOARD-ADDRESS CHROMIUM FOLDER
using System.Globalization;
using Microsoft.Playwright;

if (args is not [var dashboard, var chromium, var folder])
{
    await Console.Error.WriteLineAsync("Usage: screenshots DASHBOARD-ADDRESS CHROMIUM FOLDER");
    return 2;
}

const float Patience = 60_000;
ViewportSize desk = new() { Width = 1280, Height = 800 };
ViewportSize fold = new() { Width = 1280, Height = 610 };
(string Name, string Address, string Drawn, ViewportSize Size, ColorScheme Scheme)[] screens =
[
    ("overview", "/", ".overview-grid tbody a", desk, ColorScheme.Light),
    ("product", "/product?item=BLACK%20VELVET", ".chart[data-chart=forecast][data-drawn]", fold, ColorScheme.Light),
    ("compare", "/compare?item=BLACK%20VELVET&item=HAWKEYE%20VODKA&item=TITOS%20HANDMADE%20VODKA", ".chart[data-chart=compare][data-drawn]", desk, ColorScheme.Dark),
    ("accuracy", "/accuracy", ".chart[data-chart=calibration][data-drawn]", desk, ColorScheme.Light),
    ("data", "/data", ".chart[data-chart=calendar][data-drawn]", desk, ColorScheme.Light),
];

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = chromium,
    Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
var context = await browser.NewContextAsync(new()
{
    ReducedMotion = ReducedMotion.Reduce,
});
context.SetDefaultTimeout(Patience);
context.SetDefaultNavigationTimeout(Patience);
var page = await context.NewPageAsync();
foreach (var (name, address, drawn, size, scheme) in screens)
{
    await page.SetViewportSizeAsync(size.Width, size.Height);
    await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
    await page.GotoAsync(dashboard.TrimEnd('/') + address);
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

return 0;
