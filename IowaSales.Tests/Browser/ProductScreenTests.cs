using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

[Collection(DashboardCollection.Name)]
public sealed partial class ProductScreenTests(DashboardSystem system) : BrowserTest(system)
{
    private const string Velvet = "/product?item=BLACK%20VELVET";

    [Fact]
    public async Task Looks_right_and_says_what_the_API_says()
    {
        var services = await System.FiveAsync();
        var total = await AskAsync(services.Api, api => api.GetTotalAsync("BLACK VELVET", quantiles: [0.1, 0.5, 0.9, 0.95]));
        var page = await OpenAsync(services.Web, Velvet);
        await DrawnAsync(page);

        await Expect(page).ToHaveTitleAsync("BLACK VELVET · Iowa Sales");
        await Expect(page.Locator(".order-figure .figure")).ToHaveTextAsync(Math.Ceiling(total.Quantiles["0.9"]).ToString("N0"));
        await Expect(page.Locator(".days-grid tbody tr")).ToHaveCountAsync(7);
        await Expect(page.Locator(".days-grid tfoot td").First).ToHaveTextAsync(total.Quantiles["0.5"].ToString("N0"));
        var chart = await ChartAsync(page, "forecast");
        var names = chart.GetProperty("series").EnumerateArray().Select(line => line.GetProperty("name").GetString()).ToList();
        Assert.All(["Sold", "Forecast", "50% interval", "80% interval", "Same week last year"], name => Assert.Contains(name, names));
        Assert.Contains("Memorial Day", chart.GetProperty("marks").EnumerateArray().Select(mark => mark.GetString()));
        await LookAsync(page, "product");

        await page.GetByLabel("95%").CheckAsync();
        await Expect(page.Locator(".order-figure .figure")).ToHaveTextAsync(Math.Ceiling(total.Quantiles["0.95"]).ToString("N0"));
        await AssertAddressAsync(page, Velvet + "&level=95");
    }

    [Fact]
    public async Task The_range_is_chosen_by_button_and_keyboard_and_stands_in_the_address()
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, Velvet);
        await DrawnAsync(page);

        await page.GetByLabel("6 months").CheckAsync();
        await AssertAddressAsync(page, Velvet + "&range=26w");
        var before = await ZoomToAsync(page, days: 26 * 7);

        await page.Locator(".chart[data-chart=forecast]").FocusAsync();
        await page.Keyboard.PressAsync("ArrowLeft");
        await Expect(page).ToHaveURLAsync(RangePattern());
        var moved = await ZoomAsync(page);
        Assert.InRange((before.From - moved.From).TotalDays, 6.4, 7.6);

        await page.ReloadAsync();
        await DrawnAsync(page);
        Assert.Equal(moved.From.Date, (await ZoomAsync(page)).From.Date);
    }

    [Fact]
    public async Task Pointing_at_a_day_tells_its_numbers()
    {
        var services = await System.FiveAsync();
        var forecast = await AskAsync(services.Api, api => api.GetForecastAsync("BLACK VELVET"));
        var last = forecast.Predictions.Last(day => !day.Closed);
        var page = await OpenAsync(services.Web, Velvet);
        await DrawnAsync(page);

        var chart = await page.Locator(".chart[data-chart=forecast]").BoundingBoxAsync();
        await page.Mouse.MoveAsync(chart!.X + chart.Width - 22, chart.Y + 150);

        await Expect(page.Locator(".tip-title")).ToContainTextAsync(last.Date.ToString("MMMM d, yyyy"));
        await Expect(page.Locator(".tip")).ToContainTextAsync(last.Quantiles["0.5"].ToString("N0"));
        await Expect(page.Locator(".tip")).ToContainTextAsync($"{last.Quantiles["0.1"]:N0}–{last.Quantiles["0.9"]:N0}");
    }

    [Fact]
    public async Task The_forecast_leaves_as_CSV_as_JSON_and_as_a_picture_and_is_shown_raw()
    {
        var services = await System.FiveAsync();
        var forecast = await AskAsync(services.Api, api => api.GetForecastAsync("BLACK VELVET"));
        var page = await OpenAsync(services.Web, Velvet);
        await DrawnAsync(page);

        await page.GetByText("Raw JSON of the forecast").ClickAsync();
        Assert.Equal(7, JsonDocument.Parse(await page.Locator(".raw pre").TextContentAsync() ?? "").RootElement.GetProperty("forecast_horizon").GetInt32());

        await page.GetByText("Download", new() { Exact = true }).ClickAsync();
        var (csvName, csv) = await DownloadAsync(page, () => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        var (jsonName, json) = await DownloadAsync(page, () => page.GetByRole(AriaRole.Link, new() { Name = "JSON" }).ClickAsync());
        var picture = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "PNG" }).ClickAsync());

        Assert.Equal(("iowa-sales-black-velvet.csv", "iowa-sales-black-velvet.json", "iowa-sales-black-velvet.png"), (csvName, jsonName, picture.SuggestedFilename));
        Assert.Contains("BLACK VELVET,2024-05-31,", csv, StringComparison.Ordinal);
        Assert.Equal(
            forecast.Predictions.Select(day => Math.Round(day.Quantiles["0.5"], 3)),
            JsonDocument.Parse(json).RootElement.GetProperty("predictions").EnumerateArray()
                .Select(day => Math.Round(day.GetProperty("quantiles").GetProperty("0.5").GetDouble(), 3)));
        var bytes = await File.ReadAllBytesAsync(await picture.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("PNG", global::System.Text.Encoding.ASCII.GetString(bytes, 1, 3));
        Assert.True(bytes.Length > 10_000, "the picture is blank");
    }

    [Fact]
    public async Task One_goes_from_product_to_product_with_what_was_chosen()
    {
        var services = await System.FiveAsync();
        var page = await OpenAsync(services.Web, Velvet + "&level=70&range=52w");
        await DrawnAsync(page);

        await page.GetByLabel("Next product").ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("FIREBALL CINNAMON WHISKEY");
        await Expect(page.GetByLabel("70%")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("1 year")).ToBeCheckedAsync();
        await DrawnAsync(page);

        await page.GetByPlaceholder("Find a product").FillAsync("vodka titos");
        var found = page.Locator(".picker-list [role=option]");
        await Expect(found).ToHaveCountAsync(1);
        await found.ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("TITOS HANDMADE VODKA");
        await AssertAddressAsync(page, "/product?item=TITOS%20HANDMADE%20VODKA&level=70&range=52w");
        await Expect(page.Locator(".product-facts")).ToContainTextAsync("bottles in the next 7 days");
    }

    [Fact]
    public async Task A_product_that_does_not_exist_is_named_and_another_can_be_chosen()
    {
        // The page itself answers 404, which the browser's console tells.
        Forgive("status of 404");
        var page = await OpenAsync((await System.FiveAsync()).Web, "/product?item=BLAK%20VELVET");

        await Expect(page.Locator(".problem")).ToContainTextAsync("'BLAK VELVET' not found");
        await Expect(page.Locator(".problem")).ToContainTextAsync("BLACK VELVET");
        await Expect(page.GetByPlaceholder("Find a product")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Next product")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Paper_shows_the_figures_in_light_colors_without_controls()
    {
        var page = await OpenAsync((await System.FiveAsync()).Web, Velvet);
        await DrawnAsync(page);

        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Dark, ReducedMotion = ReducedMotion.Reduce });

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await Expect(page.Locator(".days-grid")).ToBeVisibleAsync();
        await Expect(page.Locator(".nav")).ToBeHiddenAsync();
        await Expect(page.GetByPlaceholder("Find a product")).ToBeHiddenAsync();
    }

    private static Task DrawnAsync(IPage page) => page.Locator(".chart[data-chart=forecast][data-drawn]").WaitForAsync();

    private static async Task<(DateTime From, DateTime To)> ZoomAsync(IPage page)
    {
        var zoom = (await ChartAsync(page, "forecast")).GetProperty("zoomed");
        return (DateTime.UnixEpoch.AddMilliseconds(zoom[0].GetDouble()), DateTime.UnixEpoch.AddMilliseconds(zoom[1].GetDouble()));
    }

    /// <summary>The chart's span once it shows about as many days: the address is there before the chart is drawn anew.</summary>
    private static async Task<(DateTime From, DateTime To)> ZoomToAsync(IPage page, int days)
    {
        var zoom = await ZoomAsync(page);
        for (var waits = 0; Math.Abs((zoom.To - zoom.From).TotalDays - days) > 14 && waits < 100; waits++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), TestContext.Current.CancellationToken);
            zoom = await ZoomAsync(page);
        }

        return zoom;
    }

    [GeneratedRegex(@"range=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$")]
    private static partial Regex RangePattern();
}
