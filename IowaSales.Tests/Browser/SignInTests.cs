using IowaSales.Contracts;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace IowaSales.Tests.Browser;

/// <summary>People sign in at a real provider, change what their role allows under their own name, and sign out.</summary>
public sealed class SignInTests(DashboardSystem system) : BrowserTest(system)
{
    [Fact]
    public async Task People_sign_in_change_what_their_role_allows_under_their_name_and_sign_out()
    {
        Forgive("status of 403");
        var (_, web) = await System.WithSignInAsync();

        var page = await OpenAsync(web, "/overrides", arrive: provider => ChooseAsync(provider, "Ann Planner"));
        await AssertAddressAsync(page, "/overrides");
        await Expect(page.Locator(".user-name")).ToContainTextAsync("Ann PlannerPlanner");
        await Expect(page.GetByLabel("API key")).ToHaveCountAsync(0);
        await page.Locator(".override-form input[type=number]").FillAsync("1.5");
        await page.Locator(".override-form input[list]").FillAsync("A fair");
        await page.Locator(".override-form button[type=submit]").ClickAsync();
        await Expect(page.Locator(".override-rows")).ToContainTextAsync("A fair · Ann Planner");
        await page.GotoAsync(web.Address + "/import");
        await Expect(page.Locator(".notice", new() { HasText = "An operator can import sales." })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Signed out");
        await AssertAddressAsync(page, "/signed-out");

        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await ChooseAsync(page, "Vic Reader");
        await page.GotoAsync(web.Address + "/overrides");
        await Expect(page.Locator(".override-rows")).ToContainTextAsync("A fair · Ann Planner");
        await Expect(page.Locator(".override-form, .override-rows button")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();

        await ChooseAsync(page, "Nora Nobody");
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("No access");
        await Expect(page.Locator("p")).ToContainTextAsync("You are signed in as Nora Nobody");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Signed out");
    }

    [Fact]
    public async Task Nothing_is_shown_to_who_is_not_signed_in()
    {
        var (api, web) = await System.WithSignInAsync();
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(web.Address) };
        foreach (var path in (string[])["/", "/product?item=BLACK%20VELVET", "/download/orders.csv", "/nothing", "/not-found", "/error"])
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(global::System.Net.HttpStatusCode.Found, response.StatusCode);
            Assert.Contains("/connect/authorize?client_id=", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        }

        using var negotiated = await http.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        Assert.Equal(global::System.Net.HttpStatusCode.Unauthorized, negotiated.StatusCode);
        Assert.Equal(global::System.Net.HttpStatusCode.OK, (await http.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => AskAsync(api, client => client.GetItemsAsync()));
        Assert.Equal(global::System.Net.HttpStatusCode.Unauthorized, refused.Status);
    }

    private static async Task ChooseAsync(IPage provider, string person)
    {
        await Expect(provider).ToHaveTitleAsync("Sign in");
        await provider.GetByRole(AriaRole.Link, new() { Name = person }).ClickAsync();
    }
}
