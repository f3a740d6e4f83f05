// Opens the dashboard's screens in Chromium and saves what a person would see first: screenshots DASHBOARD-ADDRESS CHROMIUM FOLDER
using System.Globalization;
using Microsoft.Playwright;

if (args is not [var dashboard, var chromium, var folder])
{
    await Console.Error.WriteLineAsync("Usage: screenshots DASHBOARD-ADDRESS CHROMIUM FOLDER");
    return 2;
}

const float Patience = 60_000;
(string Name, string Address, string Drawn)[] screens =
[
    ("overview", "/", ".overview-grid tbody a"),
    ("product", "/product?item=BLACK%20VELVET", ".chart[data-chart=forecast][data-drawn]"),
];

using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new()
{
    ExecutablePath = chromium,
    Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"],
});
var context = await browser.NewContextAsync(new()
{
    ViewportSize = new() { Width = 1440, Height = 900 },
    ColorScheme = ColorScheme.Light,
    ReducedMotion = ReducedMotion.Reduce,
});
context.SetDefaultTimeout(Patience);
context.SetDefaultNavigationTimeout(Patience);
var page = await context.NewPageAsync();
foreach (var (name, address, drawn) in screens)
{
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
