using System.Text.Json;
using Deque.AxeCore.Commons;
using IowaSales.Browsing;
using IowaSales.Contracts;
using IowaSales.Tests.Forecasting.Data;
using Microsoft.Playwright;
using Xunit;

namespace IowaSales.Tests.Browser;

/// <summary>
/// A visit to the dashboard. Whatever the test looks at, it fails when the browser's console shows an error or a request leaves the machine.
/// </summary>
public abstract class BrowserTest(DashboardSystem system) : IAsyncLifetime
{
    /// <summary>Milliseconds that anything may take on a machine that is busy with other tests.</summary>
    protected const float Patience = 60_000;

    /// <summary>Milliseconds between two looks at what no event tells of, and how many looks make up the patience.</summary>
    private const int BetweenLooks = 50;
    private const int MaxLooks = (int)Patience / BetweenLooks;

    /// <summary>Colors do not depend on the width nor the order of headings on the theme: axe looks at each width and each theme once.</summary>
    private static readonly Dictionary<int, ColorScheme> ExaminedAt = new() { [1440] = ColorScheme.Light, [1024] = ColorScheme.Dark, [390] = ColorScheme.Light };

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly ColorScheme[] Schemes = [ColorScheme.Light, ColorScheme.Dark];
    private static readonly string Pictures = Path.Combine(RepositoryFolder.Path, ".state", "screens");

    private readonly List<string> _complaints = [];

    /// <summary>
    /// Errors that say nothing about the dashboard: a network interface that comes or goes (containers of other work do that) makes Chromium
    /// drop and repeat its requests.
    /// </summary>
    private readonly List<string> _forgiven = ["ERR_NETWORK_CHANGED"];
    private readonly List<IBrowserContext> _contexts = [];

    protected DashboardSystem System { get; } = system;

    public virtual ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium.Path is null, "no Chromium on this machine; set CHROMIUM_PATH to one");
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        Assert.True(_complaints.Count == 0, string.Join("\n", _complaints));
    }

    /// <summary>Asks the API itself, to compare with what a screen shows.</summary>
    protected static async Task<T> AskAsync<T>(ServiceProcess api, Func<IForecastClient, Task<T>> question)
    {
        using var http = new HttpClient { BaseAddress = new Uri(api.Address) };
        return await question(new ForecastClient(http));
    }

    /// <summary>Opens an address, and passes what stands before it; the page is interactive when it returns.</summary>
    protected async Task<IPage> OpenAsync(ServiceProcess web, string address, bool connected = true, Func<IPage, Task>? arrive = null)
    {
        var context = await (await System.BrowserAsync()).NewContextAsync(new()
        {
            ViewportSize = new() { Width = 1440, Height = 900 },
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        _contexts.Add(context);
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        Assertions.SetDefaultExpectTimeout(Patience);
        var page = await context.NewPageAsync();
        Listen(page);
        await page.GotoAsync(web.Address + address);
        await (arrive is null ? Task.CompletedTask : arrive(page));
        await page.Locator(".shell[data-interactive]").WaitForAsync();
        if (connected)
        {
            await Assertions.Expect(page.Locator(".dot-good")).ToHaveCountAsync(1);
            await Assertions.Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        }

        return page;
    }

    /// <summary>
    /// Looks at a page at three widths in both themes: keeps a picture of each, and holds it against what can be measured: nothing runs out
    /// of the page or of a card, and axe finds nothing serious.
    /// </summary>
    protected static async Task LookAsync(IPage page, string name)
    {
        var faults = new List<string>();
        foreach (var width in ExaminedAt.Keys)
        {
            await page.SetViewportSizeAsync(width, 900);
            foreach (var scheme in Schemes)
            {
                var look = $"{name}-{width}-{scheme.ToString().ToLowerInvariant()}";
                await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
                await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 60))))");
                await page.ScreenshotAsync(new() { Path = PictureOf(look) });
                if (scheme != ExaminedAt[width])
                {
                    continue;
                }

                faults.AddRange((await SeriousAsync(page)).Select(finding => $"{look}: {finding}"));
            }

            faults.AddRange((await page.EvaluateAsync<string[]>(
                """
                () => [document.documentElement, ...document.querySelectorAll(".card, .tile, .headline, .notice")]
                    .filter(box => box.scrollWidth > box.clientWidth + 1)
                    .map(box => `${box.tagName}.${box.className} is ${box.scrollWidth - box.clientWidth} px too narrow`)
                """)).Select(fault => $"{name}-{width}: {fault}"));
        }

        Assert.Empty(faults);
    }

    /// <summary>What axe finds serious or critical. There are no frames to look into, for which its own runner opens one more page each time.</summary>
    protected static async Task<string[]> SeriousAsync(IPage page)
    {
        if (await page.EvaluateAsync<bool>("() => !window.axe"))
        {
            await page.EvaluateAsync(Axe);
        }

        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run(document, { resultTypes: ["violations"], iframes: false })).violations
                .filter(violation => ["serious", "critical"].includes(violation.impact))
                .map(violation => `${violation.id} at ${violation.nodes.slice(0, 3).map(node => node.html).join(" | ")}`)
            """);
    }

    /// <summary>Waits until the address bar shows a path and query.</summary>
    /// <remarks>Looks again and again: to wait for the browser's event would miss an address that changes while the wait begins.</remarks>
    protected static async Task AssertAddressAsync(IPage page, string pathAndQuery)
    {
        for (var looks = 0; new Uri(page.Url).PathAndQuery != pathAndQuery && looks < MaxLooks; looks++)
        {
            await Task.Delay(BetweenLooks);
        }

        Assert.Equal(pathAndQuery, new Uri(page.Url).PathAndQuery);
    }

    /// <summary>Errors that a test provokes itself, by a part of their text.</summary>
    protected void Forgive(params IEnumerable<string> texts) => _forgiven.AddRange(texts);

    /// <summary>Where a picture is kept.</summary>
    protected static string PictureOf(string look)
    {
        Directory.CreateDirectory(Pictures);
        return Path.Combine(Pictures, look + ".png");
    }

    /// <summary>The text of a file that a click downloads.</summary>
    protected static async Task<(string Name, string Text)> DownloadAsync(IPage page, Func<Task> click)
    {
        var download = await page.RunAndWaitForDownloadAsync(click);
        return (download.SuggestedFilename, await File.ReadAllTextAsync(await download.PathAsync()));
    }

    /// <summary>What a chart was given to draw and is showing, as its library describes it.</summary>
    protected static async Task<JsonElement> ChartAsync(IPage page, string kind) => (await page.EvaluateAsync(
        """
        kind => {
            const chart = echarts.getInstanceByDom(document.querySelector(`.chart[data-chart=${kind}]`));
            const { series, dataZoom } = chart.getOption();
            return {
                series: series.map(line => ({ name: line.name, points: line.data.length })),
                marks: series.flatMap(line => line.markArea?.data ?? []).map(mark => mark[0].name).filter(Boolean),
                zoomed: dataZoom?.length > 0 ? [dataZoom[0].startValue, dataZoom[0].endValue] : null,
            };
        }
        """,
        kind))!.Value;

    private void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                ComplainUnlessForgiven(message.Text);
            }
        };
        page.PageError += (_, error) => ComplainUnlessForgiven(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsLoopback: false, Scheme: "http" or "https" or "ws" or "wss" })
            {
                Complain("left the machine: " + request.Url);
            }
        };
    }

    private void ComplainUnlessForgiven(string error)
    {
        if (!_forgiven.Exists(text => error.Contains(text, StringComparison.Ordinal)))
        {
            Complain(error);
        }
    }

    private void Complain(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
