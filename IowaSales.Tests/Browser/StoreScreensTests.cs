using System.Text;
using IowaSales.Tests.Api;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>Last week, alerts and import, over an API that keeps sales.</summary>
[Collection(ChangingDashboardCollection.Name)]
public sealed class StoreScreensTests(DashboardSystem system) : BrowserTest(system)
{
    [Theory]
    [InlineData("last-week", ".chart[data-chart=backtest][data-drawn]")]
    [InlineData("alerts", ".alerts-grid tbody tr")]
    [InlineData("import", ".batches-grid tbody tr")]
    [InlineData("import?kind=attributes", "#attributes-title")]
    [InlineData("overrides", ".override-form")]
    public async Task A_screen_looks_right(string name, string content)
    {
        var page = await OpenAsync((await System.WithStoreAsync()).Web, "/" + name);
        if (name == "alerts")
        {
            await page.GetByLabel("All", new() { Exact = true }).CheckAsync();
        }

        await page.Locator(content).First.WaitForAsync();
        await LookAsync(page, name.Replace("?kind=", "-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_product_further_down_is_chosen_and_its_week_drawn()
    {
        var page = await OpenAsync((await System.WithStoreAsync()).Web, "/last-week");
        var products = page.GetByRole(AriaRole.Region, new() { Name = "Product by product" });
        await products.ScrollIntoViewIfNeededAsync();
        await Expect(products.Locator("tbody a")).ToHaveCountAsync(ModelFactory.Items.Length);

        await products.GetByRole(AriaRole.Link, new() { Name = "GIN/TONIC + LIME" }).ClickAsync();

        await Expect(page.Locator("#week-days")).ToContainTextAsync("GIN/TONIC + LIME");
    }

    [Fact]
    public async Task An_alert_is_dismissed_with_the_key_only_then_a_file_is_previewed_corrected_imported_and_undone()
    {
        // In this order: the day that is imported is so late that the alert is dismissed as too old.
        await DismissAnAlertAsync();
        var page = await OpenAsync((await System.WithStoreAsync()).Web, "/import");
        var rows = page.Locator(".batches-grid tbody tr");
        await rows.First.WaitForAsync();
        var batches = await rows.CountAsync();
        var next = StoreHost.NextDay.AddDays(20);
        await ChooseAsync(page, $"date,item_name,total_amount_sold\n{next:yyyy-MM-dd},BLACK VELVET,5000000000\n");
        await FillKeyAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator(".row-problems tbody tr")).ToContainTextAsync("is not between");

        await ChooseAsync(page, $"date,item_name,total_amount_sold\n{next:yyyy-MM-dd},BLACK VELVET,40\n{next:yyyy-MM-dd},A NEW RUM,4\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Preview" }).ClickAsync();
        await Expect(page.Locator(".import-tiles")).ToContainTextAsync("A NEW RUM");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("days are missing between them");
        var import = page.GetByRole(AriaRole.Button, new() { Name = "Import", Exact = true });
        await Expect(import).ToBeDisabledAsync();
        await page.GetByLabel("This is right, import it").CheckAsync();
        await Expect(rows).ToHaveCountAsync(batches);
        await import.ClickAsync();
        await Expect(rows).ToHaveCountAsync(batches + 1);
        await rows.First.GetByRole(AriaRole.Button).ClickAsync();
        var question = page.Locator(".batch-question");
        await Expect(question).ToContainTextAsync("2 values removed.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("Undone");

        await rows.First.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(question).ToContainTextAsync("2 values added.");
        await question.GetByRole(AriaRole.Button, new() { Name = "Apply again" }).ClickAsync();
        await Expect(rows.First).Not.ToContainTextAsync("Undone");

        // The other screens of this store have no days of three weeks ahead.
        await rows.First.GetByRole(AriaRole.Button).ClickAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Undo import" }).ClickAsync();
        await Expect(rows.First).ToContainTextAsync("Undone");

        await rows.Last.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(question.GetByRole(AriaRole.Button, new() { Name = "Undo import" })).ToBeDisabledAsync();
        await question.GetByLabel("Type seed to confirm").FillAsync("seed");
        await Expect(question.GetByRole(AriaRole.Button, new() { Name = "Undo import" })).ToBeEnabledAsync();
        await question.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(question).ToHaveCountAsync(0);
    }

    private async Task DismissAnAlertAsync()
    {
        var page = await OpenAsync((await System.WithStoreAsync()).Web, "/alerts");
        var row = page.Locator(".alerts-grid tbody tr", new() { HasText = "Unusual day" });

        await row.GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter the API key first.");
        await FillKeyAsync(page);
        await row.GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.GetByLabel("Owner").FillAsync("Ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign" }).ClickAsync();
        await Expect(row.Locator(".alert-owner")).ToHaveTextAsync("Ann");
        await row.GetByRole(AriaRole.Button).ClickAsync();

        await Expect(row).ToHaveCountAsync(0);
    }

    private static async Task FillKeyAsync(IPage page)
    {
        await page.GetByLabel("API key").FillAsync(StoreHost.Key);
        await page.GetByLabel("API key").PressAsync("Tab");
    }

    private static async Task ChooseAsync(IPage page, string content)
    {
        var input = page.Locator("input[type=file]");
        await Expect(input).ToBeEnabledAsync();
        await input.SetInputFilesAsync(new FilePayload { Name = "day.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
    }
}
