using IowaSales.Tests.Api;
using Microsoft.Playwright;
using Xunit;

namespace IowaSales.Tests.Browser;

/// <summary>The dashboard in a real Chromium, over the real API with a trained model.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private static readonly string[] Candidates =
        [Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string? Chromium = Candidates.FirstOrDefault(File.Exists);

    /// <summary>Milliseconds a page may take on a machine that is busy with other tests.</summary>
    private const float Patience = 90_000;

    private readonly string _model = Path.Combine(Path.GetTempPath(), "iowa-sales-browser-" + Guid.NewGuid().ToString("N"));
    private readonly List<string> _complaints = [];
    private ServiceProcess _api = default!;
    private ServiceProcess _web = default!;
    private IPlaywright _playwright = default!;
    private IBrowser _browser = default!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium is null, "no Chromium on this machine; set CHROMIUM_PATH to one");
        ModelFactory.Save(_model);
        _api = new ServiceProcess("IowaSales.Api", ("Model__Path", _model));
        _web = new ServiceProcess("IowaSales.Web", ("Api__BaseUrl", _api.Address));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await _web.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _web?.Dispose();
        _api?.Dispose();
        if (Directory.Exists(_model))
        {
            Directory.Delete(_model, recursive: true);
        }
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1024, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Every_screen_shows_its_content_without_complaint_or_sideways_scrolling(int width, ColorScheme scheme)
    {
        await _api.StartAsync();
        var page = await OpenAsync(width, scheme);
        (string Name, string Address, string Content)[] screens =
        [
            ("overview", "/", ".overview-grid tbody a"),
            ("product", "/product?item=BLACK%20VELVET", ".chart[data-chart=forecast][data-drawn]"),
            ("compare", "/compare?item=BLACK%20VELVET&item=GIN%2FTONIC%20%2B%20LIME", ".chart[data-chart=compare][data-drawn]"),
            ("accuracy", "/accuracy", ".chart[data-chart=calibration][data-drawn]"),
            ("data", "/data", ".chart[data-chart=calendar][data-drawn]"),
            ("system", "/system", ".facts"),
        ];
        foreach (var (name, address, content) in screens)
        {
            await page.GotoAsync(_web.Address + address);
            await page.Locator(content).First.WaitForAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine("artifacts", "screens", $"{name}-{width}-{scheme}.png"), FullPage = true });
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{name} scrolls sideways at {width}");
            Assert.Contains("Iowa Sales", await page.TitleAsync());
        }

        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task An_API_that_starts_late_or_dies_is_named_and_its_return_noticed_with_every_choice_kept()
    {
        var page = await OpenAsync(1440, ColorScheme.Light);
        await page.GotoAsync(_web.Address + "/product?item=BLACK%20VELVET&level=70&range=26w");
        await Assertions.Expect(page.Locator(".problem-title").First).ToHaveTextAsync("The forecasting API does not answer", new() { Timeout = Patience });

        await _api.StartAsync();
        await page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();
        await Assertions.Expect(page.GetByLabel("70%")).ToBeCheckedAsync();
        await Assertions.Expect(page.GetByLabel("6 months")).ToBeCheckedAsync();

        _api.Stop();
        var notice = page.Locator(".api-notice .notice-warn");
        await Assertions.Expect(notice).ToContainTextAsync("The forecasting API does not answer", new() { Timeout = Patience });
        await Assertions.Expect(notice).ToContainTextAsync("Start the API");
        await Assertions.Expect(page.Locator(".days-grid tbody tr")).ToHaveCountAsync(7);

        await _api.StartAsync();
        await Assertions.Expect(notice).ToHaveCountAsync(0, new() { Timeout = Patience });
        await Assertions.Expect(page.GetByLabel("70%")).ToBeCheckedAsync();
    }

    private async Task<IPage> OpenAsync(int width, ColorScheme scheme)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        context.SetDefaultTimeout(Patience);
        context.SetDefaultNavigationTimeout(Patience);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { IsLoopback: false, Scheme: "http" or "https" or "ws" or "wss" })
            {
                _complaints.Add("left the machine: " + request.Url);
            }
        };
        return page;
    }
}
