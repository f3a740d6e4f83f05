using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace IowaSales.Browsing;

/// <summary>
/// A short visit to a running dashboard, however it was started. A prerendered page looks whole while nothing behind it works, so the visit
/// clicks through to a product, looks into its chart for data and for ink, and sees that a choice changes the page.
/// </summary>
public static partial class DashboardVisit
{
    /// <summary>Milliseconds that a step may take on a machine that is busy.</summary>
    private const float Patience = 120_000;

    /// <summary>The script that makes a prerendered page interactive.</summary>
    private static readonly Uri Script = new("/_framework/blazor.web.js", UriKind.Relative);

    private const string Chart = ".chart[data-chart=forecast]";

    /// <summary>What the chart's library was given to draw: finite values over all series; and how many pixels of its canvases are not empty.</summary>
    private const string Look =
        """
        selector => {
            const element = document.querySelector(selector);
            const numbers = value => typeof value === "number" ? Number.isFinite(value) : Array.isArray(value) ? value.slice(1).some(numbers) : value ? numbers(value.value) : false;
            const points = echarts.getInstanceByDom(element).getOption().series.reduce((sum, line) => sum + line.data.filter(numbers).length, 0);
            let ink = 0;
            for (const canvas of element.querySelectorAll("canvas")) {
                const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                for (let at = 3; at < pixels.length; at += 4) {
                    ink += pixels[at] > 0;
                }
            }
            return [points, ink];
        }
        """;

    /// <summary>Pays the visit.</summary>
    /// <param name="dashboard">The dashboard's address.</param>
    /// <returns>A sentence on what was seen.</returns>
    /// <exception cref="DashboardVisitException">A step of the visit did not work, or the browser's console showed an error.</exception>
    public static async Task<string> PayAsync(Uri dashboard)
    {
        await FindScriptAsync(dashboard);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        var page = await browser.NewPageAsync(new() { ReducedMotion = ReducedMotion.Reduce });
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        var errors = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                errors.Add(message.Text);
            }
        };
        page.PageError += (_, error) => errors.Add(error);

        await StepAsync("open the overview", () => page.GotoAsync(new Uri(dashboard, "overview").ToString()));
        await StepAsync("connect the page to its server", () => page.Locator(".shell[data-interactive]").WaitForAsync());
        var link = page.Locator(".overview-grid tbody a").First;
        var product = await StepAsync("list the products", () => link.InnerTextAsync());
        await StepAsync("open a product", async () =>
        {
            await link.ClickAsync();
            await Expect(page).ToHaveURLAsync(ProductAddress());
        });
        await StepAsync("draw the product's chart", () => page.Locator(Chart + "[data-drawn]").WaitForAsync());
        var drawn = await page.EvaluateAsync<int[]>(Look, Chart);
        var (points, ink) = (drawn[0], drawn[1]);
        if (points == 0 || ink == 0)
        {
            throw new DashboardVisitException($"The chart of {product} holds {points} values and {ink} pixels that are not empty.");
        }

        await StepAsync("show another level", async () =>
        {
            await page.GetByLabel("95%").CheckAsync();
            await Expect(page).ToHaveURLAsync(LevelAddress());
        });
        return errors.Count == 0
            ? $"The dashboard is alive: the chart of {product} draws {points} values in {ink} pixels, and a choice changes the page."
            : throw new DashboardVisitException("The browser's console shows: " + string.Join(" | ", errors));

        static IPageAssertions Expect(IPage page)
        {
            Assertions.SetDefaultExpectTimeout(Patience);
            return Assertions.Expect(page);
        }
    }

    private static async Task FindScriptAsync(Uri dashboard)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromMilliseconds(Patience) };
        try
        {
            using var answer = await client.GetAsync(new Uri(dashboard, Script));
            if (!answer.IsSuccessStatusCode)
            {
                throw new DashboardVisitException($"GET {Script} answered {(int)answer.StatusCode}: no page of this dashboard can become interactive.");
            }
        }
        catch (HttpRequestException exception)
        {
            throw new DashboardVisitException($"Nobody answers at {dashboard}: {exception.Message}", exception);
        }
    }

    private static Task<bool> StepAsync(string step, Func<Task> action) =>
        StepAsync(step, async () =>
        {
            await action();
            return true;
        });

    private static async Task<T> StepAsync<T>(string step, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            throw new DashboardVisitException($"The dashboard did not {step}: {exception.Message}", exception);
        }
    }

    [GeneratedRegex(@"/product\?item=")]
    private static partial Regex ProductAddress();

    [GeneratedRegex("level=95")]
    private static partial Regex LevelAddress();
}
