using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;

namespace IowaSales.Browsing;

/// <summary>Measures what a person waits for in a running dashboard, and prints a line per figure with what is aimed at.</summary>
internal static class Figures
{
    private const float Patience = 120_000;
    private const int Repeats = 7;
    private const int Switches = 25;
    private const int FirstSessions = 4;
    private const int LastSessions = 12;
    private const double Megabyte = 1 << 20;

    /// <summary>
    /// Notes the moment of every click and of J and K, and how long after it the next frame is painted in which another product stands there with its chart:
    /// a canvas drawn anew on the product page, the bars in the panel of Today.
    /// </summary>
    private const string Watch =
        """
        () => {
            window.switches = [];
            let began = null, named = null, drawn = null;
            const name = () => (document.querySelector(".side-panel h3") ?? document.querySelector("h1")).textContent;
            const chart = () => document.querySelector(".side-panel") ? document.querySelector(".side-panel .demand-bars")?.getAttribute("aria-label") : document.querySelector("[data-chart=forecast]")?.dataset.drawn;
            const begin = () => { began = performance.now(); named = name(); drawn = chart(); };
            document.addEventListener("click", event => { if (event.isTrusted) { begin(); } }, true);
            document.addEventListener("keydown", event => { if (event.key === "j" || event.key === "k") { begin(); } }, true);
            new MutationObserver(() => {
                if (began !== null && name() !== named && chart() && chart() !== drawn) {
                    const since = began;
                    began = null;
                    requestAnimationFrame(() => setTimeout(() => window.switches.push(performance.now() - since)));
                }
            }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    /// <summary>Measures and prints.</summary>
    /// <param name="dashboard">The dashboard's address.</param>
    /// <param name="process">Number of the dashboard's process, to tell what a session holds; null to leave that out.</param>
    public static async Task PrintAsync(Uri dashboard, int? process)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.LaunchAsync(playwright);
        foreach (var address in (string[])["/", "/overview", "/alerts"])
        {
            await using var first = await browser.NewContextAsync();
            await OpenAsync(first, new Uri(dashboard, address));
            var visits = new List<Visit>();
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                await using var context = await browser.NewContextAsync();
                visits.Add(await VisitAsync(context, new Uri(dashboard, address)));
            }

            Row($"{address}, first paint, cold browser", Median(visits.Select(visit => visit.FirstPaint)), "ms", 500);
            Row($"{address}, interactive, cold browser", Median(visits.Select(visit => visit.Interactive)), "ms", null);
            Row($"{address}, requests before the circuit", visits.Max(visit => visit.Requests), "", 12);
            Row($"{address}, cold load", visits.Max(visit => visit.Bytes) / 1000.0, "kB", 700);
        }

        await SwitchAsync(browser, "product, next by click", new Uri(dashboard, "/product?sort=-next"), ".product-tools a[aria-label='Next product']", null);
        await SwitchAsync(browser, "Today, next in the panel by J", dashboard, ".today-grid .row-open", "j", "k");
        if (process is { } id)
        {
            await SessionsAsync(browser, dashboard, id);
        }
    }

    private static async Task<IPage> OpenAsync(IBrowserContext context, Uri address)
    {
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var page = await context.NewPageAsync();
        await page.GotoAsync(address.ToString());
        await page.Locator(".shell[data-interactive]").WaitForAsync();
        return page;
    }

    private static async Task<Visit> VisitAsync(IBrowserContext context, Uri address)
    {
        var (requests, bytes, connected) = (0, 0L, false);
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var page = await context.NewPageAsync();
        var session = await context.NewCDPSessionAsync(page);
        await session.SendAsync("Network.enable");
        session.Event("Network.webSocketCreated").OnEvent += (_, _) => connected = true;
        session.Event("Network.loadingFinished").OnEvent += (_, finished) =>
        {
            requests += connected ? 0 : 1;
            bytes += finished?.GetProperty("encodedDataLength").GetInt64() ?? 0;
        };
        var watch = Stopwatch.StartNew();
        await page.GotoAsync(address.ToString());
        await page.Locator(".shell[data-interactive]").WaitForAsync();
        var interactive = watch.Elapsed.TotalMilliseconds;
        await page.Locator(".dot-good").WaitForAsync();
        var paint = await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime");
        return new Visit(paint, interactive, requests, bytes);
    }

    private static async Task SwitchAsync(IBrowser browser, string name, Uri address, string next, string? key, string? back = null)
    {
        await using var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        var page = await OpenAsync(context, address);
        if (key is null)
        {
            await page.Locator(".pick-list a").First.ClickAsync();
            await page.Locator("[data-chart=forecast][data-drawn]").WaitForAsync();
        }
        else
        {
            await page.Locator(next).First.ClickAsync();
            await page.Locator(".side-panel .demand-bars").WaitForAsync();
        }

        await page.EvaluateAsync(Watch);
        var steps = key is null ? 0 : Math.Max(1, await page.Locator(next).CountAsync() - 1);
        for (var done = 0; done < Switches; done++)
        {
            await page.WaitForTimeoutAsync(700);

            // A list of few products is gone through down and up again: at its end the key does nothing
            await (key is null ? page.Locator(next).ClickAsync() : page.Keyboard.PressAsync(done / steps % 2 == 0 ? key : back!));
            await page.WaitForFunctionAsync("done => window.switches.length > done", done);
        }

        var times = await page.EvaluateAsync<double[]>("window.switches");
        Row($"{name}, median of {Switches}", Median(times), "ms", 100);
        Row($"{name}, slowest of {Switches}", times.Max(), "ms", null);
    }

    /// <summary>What a session on Today holds: how the memory of the process grows from some sessions to more.</summary>
    private static async Task SessionsAsync(IBrowser browser, Uri dashboard, int process)
    {
        var contexts = new List<IBrowserContext>();
        double before = 0;
        while (contexts.Count < LastSessions)
        {
            var context = await browser.NewContextAsync();
            contexts.Add(context);
            await OpenAsync(context, dashboard);
            if (contexts.Count == FirstSessions)
            {
                before = Resident(process);
            }
        }

        Row($"a session on Today, {FirstSessions} to {LastSessions} sessions", (Resident(process) - before) / (LastSessions - FirstSessions), "MiB", 1.5);
        foreach (var context in contexts)
        {
            await context.DisposeAsync();
        }
    }

    private static double Resident(int process) => Process.GetProcessById(process).WorkingSet64 / Megabyte;

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static void Row(string name, double value, string unit, double? aim) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-52} {value,8:0.##} {unit,-4}{(aim is { } most ? $" at most {most}{(value <= most ? "" : ": MISSED")}" : "")}"));

    private readonly record struct Visit(double FirstPaint, double Interactive, int Requests, long Bytes);
}
