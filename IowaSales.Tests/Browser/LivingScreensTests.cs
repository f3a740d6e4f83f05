using System.Security.Cryptography;
using System.Text;
using IowaSales.Contracts;
using IowaSales.Tests.Api;
using Microsoft.Playwright;
using Xunit;

namespace IowaSales.Tests.Browser;

/// <summary>Last week, alerts and upload in a real Chromium, over an API that keeps sales.</summary>
public sealed class LivingScreensTests : IAsyncLifetime
{
    private const float Patience = 90_000;

    private static readonly string[] Candidates =
        [Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string? Chromium = Candidates.FirstOrDefault(File.Exists);

    private readonly string _folder = Directory.CreateTempSubdirectory("living-screens-").FullName;
    private readonly List<string> _complaints = [];
    private ServiceProcess _api = default!;
    private ServiceProcess _web = default!;
    private IPlaywright _playwright = default!;
    private IBrowser _browser = default!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(Chromium is null, "no Chromium on this machine; set CHROMIUM_PATH to one");
        var model = Path.Combine(_folder, "model");
        ModelFactory.Save(model);
        _api = new ServiceProcess(
            "IowaSales.Api",
            ("Model__Path", model),
            ("Sales__Store", Path.Combine(_folder, "sales.db")),
            ("Sales__PollInterval", "00:00:00.1"),
            ("Guard__ApiKeySha256", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(LivingHost.Key)))));
        _web = new ServiceProcess("IowaSales.Web", ("Api__BaseUrl", _api.Address));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        await Task.WhenAll(_api.StartAsync(), _web.StartAsync());
        await SellAsync();
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
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(1440, ColorScheme.Light)]
    [InlineData(1024, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_screen_shows_its_content_without_complaint_or_sideways_scrolling(int width, ColorScheme scheme)
    {
        var page = await OpenAsync(width, scheme);
        (string Name, string Content)[] screens =
            [("last-week", ".chart[data-chart=backtest][data-drawn]"), ("alerts", ".alerts-grid tbody tr"), ("upload", ".batches-grid tbody tr")];
        foreach (var (name, content) in screens)
        {
            await page.GotoAsync($"{_web.Address}/{name}");
            await page.Locator(content).First.WaitForAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine("artifacts", "screens", $"{name}-{width}-{scheme}.png"), FullPage = true });
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{name} scrolls sideways at {width}");
        }

        Assert.Empty(_complaints);
    }

    [Fact]
    public async Task An_alert_is_dismissed_and_a_file_previewed_mended_taken_in_and_taken_back()
    {
        var page = await OpenAsync(1440, ColorScheme.Light);
        await page.GotoAsync(_web.Address + "/alerts");
        var row = page.Locator(".alerts-grid tbody tr", new() { HasText = "Unusual day" });
        await row.WaitForAsync();
        await ReadyAsync(page);
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter the API key first.", new() { Timeout = Patience });
        await FillKeyAsync(page);
        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(row).ToHaveCountAsync(0, new() { Timeout = Patience });

        await page.GotoAsync(_web.Address + "/upload");
        await page.Locator(".batches-grid tbody tr").First.WaitForAsync();
        await ReadyAsync(page);
        var batches = await page.Locator(".batches-grid tbody tr").CountAsync();
        var next = LivingHost.NextDay.AddDays(20);
        await ChooseAsync(page, $"date,item_name,total_amount_sold\n{next:yyyy-MM-dd},BLACK VELVET,-4\n");
        await FillKeyAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(page.Locator(".row-problems tbody tr")).ToContainTextAsync("The total -4 is negative", new() { Timeout = Patience });

        await ChooseAsync(page, $"date,item_name,total_amount_sold\n{next:yyyy-MM-dd},BLACK VELVET,40\n{next:yyyy-MM-dd},A NEW RUM,4\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Assertions.Expect(page.Locator(".upload-tiles")).ToContainTextAsync("A NEW RUM", new() { Timeout = Patience });
        await Assertions.Expect(page.Locator(".batches-grid tbody tr")).ToHaveCountAsync(batches, new() { Timeout = Patience });
        await page.GetByRole(AriaRole.Button, new() { Name = "Take in" }).ClickAsync();
        await Assertions.Expect(page.Locator(".batches-grid tbody tr")).ToHaveCountAsync(batches + 1, new() { Timeout = Patience });
        await page.Locator(".batches-grid tbody tr").First.GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.Locator(".batches-grid tbody tr").First).ToContainTextAsync("Taken back", new() { Timeout = Patience });
        Assert.Empty(_complaints);
    }

    /// <summary>Waits until the page answers clicks: what it says of alerts comes after it was sent.</summary>
    private static Task ReadyAsync(IPage page) => page.Locator(".alert-notice").WaitForAsync();

    private static async Task FillKeyAsync(IPage page)
    {
        await page.GetByLabel("API key").FillAsync(LivingHost.Key);
        await page.GetByLabel("API key").PressAsync("Tab");
    }

    private static Task ChooseAsync(IPage page, string content) => page.Locator("input[type=file]").SetInputFilesAsync(
        new FilePayload { Name = "day.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });

    /// <summary>Sells seven weekdays, the last of them out of all proportion.</summary>
    private async Task SellAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(_api.Address) };
        var client = new LivingClient(http);
        await LivingHost.UntilAsync(() => client.GetAccuracyAsync(cancellationToken: Cancellation), _ => true);
        for (var day = 0; day < 11; day++)
        {
            var date = LivingHost.NextDay.AddDays(day);
            if (date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                var body = LivingHost.DayOf(date, day == 10 ? 3000 : 150 + day);
                await client.SendSalesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(body)), "text/csv", $"day {day}"), LivingHost.Key, cancellationToken: Cancellation);
                await LivingHost.UntilAsync(() => client.GetAccuracyAsync(7, Cancellation), live => live.Through == date);
            }
        }

        await LivingHost.UntilAsync(() => client.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Open.ContainsKey("unusual_day"));
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
        return page;
    }
}
