using System.Text;
using IowaSales.Contracts;
using IowaSales.Tests.Api;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>The list of today, over an API that keeps sales and item attributes.</summary>
[Collection(ChangingDashboardCollection.Name)]
public sealed class TodayScreenTests(DashboardSystem system) : BrowserTest(system)
{
    private const string Terms =
        "item_name,category,vendor,pack_size,lead_time_days,review_days,stock_on_hand,on_order,unit_cost\n"
        + "BLACK VELVET,Whisky,Heaven Hill,12,2,2,100,24,8.5\n100% AGAVE,Tequila,Casa,6,2,1,0,,21\nJÄGERMEISTER,Liqueur,Mast,6,20,,100000,,16\n";

    [Fact]
    public async Task A_planner_finds_filters_and_opens_what_to_order_by_keyboard_and_takes_the_list_along()
    {
        var services = await System.WithStoreAsync();
        using var http = new HttpClient { BaseAddress = new Uri(services.Api.Address) };
        await new SalesClient(http).ImportAttributesAsync(new OutgoingBatch(new MemoryStream(Encoding.UTF8.GetBytes(Terms)), "text/csv", "stock"), StoreHost.Key, cancellationToken: TestContext.Current.CancellationToken);
        var orders = await AskAsync(services.Api, api => api.GetOrdersAsync(new OrderQuery { ServiceLevel = 0.9 }));
        // Another level than the default: the list of the default may have been read before the attributes came.
        var page = await OpenAsync(services.Web, "/?level=90");
        var rows = page.Locator(".today-grid tbody .row-open");
        await Expect(rows).ToHaveCountAsync(orders.Total);
        Assert.Equal(orders.Orders.Select(line => line.Item), await rows.AllTextContentsAsync());
        Assert.True(await page.EvaluateAsync<bool>("[...document.querySelectorAll('.today-grid tbody tr[aria-rowindex]')].every(row => row.offsetHeight <= 37)"));

        // J twice and K once: the second, then the first; Enter opens it, J takes the panel along.
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("k");
        await page.Keyboard.PressAsync("Enter");
        var panel = page.Locator(".side-panel");
        await Expect(panel.Locator("h3")).ToHaveTextAsync(orders.Orders[0].Item);
        await page.Keyboard.PressAsync("j");
        await Expect(panel.Locator("h3")).ToHaveTextAsync(orders.Orders[1].Item);

        // Tab leads from the row into its panel, and back.
        await Expect(rows.Nth(1)).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Tab");
        await Expect(panel.GetByRole(AriaRole.Button, new() { Name = "Close" }).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Shift+Tab");
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await Expect(panel.Locator(".order-facts:not(.change-parts) dd.is-total")).ToHaveTextAsync(orders.Orders[1].Quantity.ToString("N0"));
        await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
        await Expect(panel.Locator(".change-parts dt.is-total")).ToHaveTextAsync("Change");

        // By keyboard to the form of notes and closures, which axe looks at too.
        await panel.GetByText("Add a note, event or closure").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await panel.GetByLabel("Kind").SelectOptionAsync("Closed");
        await Expect(panel.GetByLabel("Name of the days")).ToBeVisibleAsync();
        await LookAsync(page, "today-panel");
        await page.SetViewportSizeAsync(1440, 900);
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel).ToHaveCountAsync(0);
        await Expect(rows.Nth(1)).ToBeFocusedAsync();
        await LookAsync(page, "today");
        await page.SetViewportSizeAsync(1440, 900);

        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await page.GetByLabel("Category").SelectOptionAsync("Whisky");
        await Expect(rows).ToHaveTextAsync(["BLACK VELVET"]);
        await AssertAddressAsync(page, "/?level=90&category=Whisky");
        var (name, csv) = await DownloadAsync(page, () => page.GetByRole(AriaRole.Link, new() { Name = "CSV" }).ClickAsync());
        Assert.Equal($"iowa-sales-orders-{orders.From:yyyy-MM-dd}.csv", name);
        Assert.StartsWith("BLACK VELVET,Whisky,Heaven Hill,", csv.Split('\n')[1], StringComparison.Ordinal);
    }
}
