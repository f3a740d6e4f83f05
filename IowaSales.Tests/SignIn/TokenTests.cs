using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Api;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.SignIn;

/// <summary>The API where people sign in: tokens of a real provider, judged by what it publishes.</summary>
public sealed class TokenTests(TokenTests.SignedInApi api) : IClassFixture<TokenTests.SignedInApi>
{
    private const string Override = """{"scope":"all","kind":"factor","value":1.1,"from":"2023-07-21","through":"2023-07-21","reason":"x","author":"Somebody else"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", "items", "vic", HttpStatusCode.OK)]
    [InlineData("GET", "overrides", "vic", HttpStatusCode.OK)]
    [InlineData("POST", "overrides", "vic", HttpStatusCode.Forbidden)]
    [InlineData("POST", "alerts/1/dismiss", "vic", HttpStatusCode.Forbidden)]
    [InlineData("POST", "alerts/99999/dismiss", "ann", HttpStatusCode.NotFound)]
    [InlineData("POST", "attributes", "vic", HttpStatusCode.Forbidden)]
    [InlineData("POST", "attributes", "ann", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "drivers", "ann", HttpStatusCode.Forbidden)]
    [InlineData("POST", "drivers", "otto", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("POST", "sales", "ann", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "sales/batches/99", "ann", HttpStatusCode.Forbidden)]
    [InlineData("DELETE", "sales/batches/99", "otto", HttpStatusCode.NotFound)]
    [InlineData("POST", "model/reload", "ann", HttpStatusCode.Forbidden)]
    [InlineData("POST", "model/reload", "otto", HttpStatusCode.OK)]
    [InlineData("GET", "items", "nora", HttpStatusCode.Forbidden)]
    public async Task A_role_may_what_it_may(string method, string path, string person, HttpStatusCode expected)
    {
        using var response = await SendAsync(method, path, api.Provider.Token(person));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task A_token_that_does_not_count_is_refused_with_the_reason()
    {
        var provider = api.Provider;
        await RefusedAsync(provider.Token("ann", audience: "another-api"), "The token is not for this service: its audience must be 'iowasales-api'.");
        await RefusedAsync(provider.Token("ann", lifetime: TimeSpan.FromMinutes(-2)), "The token has expired; sign in again.");
        await RefusedAsync(provider.Token("ann", issuer: "https://elsewhere.example/"), $"The token was not issued by {provider.Address}/.");
        await RefusedAsync(provider.Token("ann", foreignKey: true), $"The token is not understood, or not signed by {provider.Address}/.");
        await RefusedAsync("nonsense", $"The token is not understood, or not signed by {provider.Address}/.");
        await RefusedAsync(null, $"Sign in: send an access token of {provider.Address}/ as Authorization: Bearer TOKEN, or an API key in the header X-Api-Key.");

        using var without = await SendAsync("GET", "items", provider.Token("nora"));
        Assert.Equal(
            "'Nora Nobody' has no role here: the token's claim 'roles' must hold viewer, planner or operator. This needs the role viewer.", await DetailAsync(without));
    }

    [Fact]
    public async Task Whoever_signed_in_is_the_author_whatever_the_request_states()
    {
        using var response = await SendAsync("POST", "overrides", api.Provider.Token("ann"), Override);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        using var made = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("Ann Planner", made.RootElement.GetProperty("author").GetString());

        var planning = new PlanningClient(api.Host.Client);
        var undone = await planning.UndoOverrideAsync(made.RootElement.GetProperty("id").GetInt64(), 1, "Somebody else", $"{ApiHeaders.Bearer}{api.Provider.Token("otto")}", Cancellation);
        Assert.Equal("Otto Operator", undone.EndedBy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("health")]
    [InlineData("alive")]
    [InlineData("openapi/v1.json")]
    public async Task What_tells_nothing_of_sales_is_open(string path)
    {
        using var response = await SendAsync("GET", path, token: null);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_key_of_the_role_viewer_reads_and_changes_nothing()
    {
        using var read = new HttpRequestMessage(HttpMethod.Get, "items") { Headers = { { "X-Api-Key", SignedInApi.DashboardKey } } };
        using var answer = await api.Host.Client.SendAsync(read, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);

        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => new ForecastClient(api.Host.Client).ReloadAsync(SignedInApi.DashboardKey, Cancellation));
        Assert.Equal((HttpStatusCode.Forbidden, "'dashboard' has the role viewer; this needs the role operator."), (refused.Status, refused.Message));
    }

    [Fact]
    public async Task The_document_names_both_ways_to_be_known()
    {
        using var document = JsonDocument.Parse(await api.Host.Client.GetStringAsync("openapi/v1.json", Cancellation));
        var security = document.RootElement.GetProperty("paths").GetProperty("/items").GetProperty("get").GetProperty("security");

        Assert.Equal(["ApiKey", "SignIn"], security.EnumerateArray().Select(way => way.EnumerateObject().Single().Name));
        Assert.False(document.RootElement.GetProperty("paths").GetProperty("/").GetProperty("get").TryGetProperty("security", out _));
    }

    private static async Task<string?> DetailAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        return problem.RootElement.GetProperty("detail").GetString();
    }

    private async Task RefusedAsync(string? token, string detail)
    {
        foreach (var (method, path) in ((string, string)[])[("GET", "items"), ("POST", "model/reload")])
        {
            using var response = await SendAsync(method, path, token);
            Assert.Equal((HttpStatusCode.Unauthorized, detail), (response.StatusCode, await DetailAsync(response)));
            Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string path, string? token, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null ? null : new StringContent(body, MediaTypeHeaderValue.Parse("application/json")),
        };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await api.Host.Client.SendAsync(request, Cancellation);
    }

    /// <summary>The provider, and the API over a store that trusts it.</summary>
    public sealed class SignedInApi : IAsyncLifetime
    {
        public const string DashboardKey = "the dashboard's key of this test";

        private TestStore? _store;

        public SignInProvider Provider { get; private set; } = null!;

        public ApiHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await SignInProvider.StartAsync();
            _store = await TestStore.SqliteAsync();
            var settings = Provider.Settings.ToDictionary(setting => setting.Name.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value);
            settings["Sales:Store"] = _store.Connection;
            settings["ApiKeys:0:Name"] = "dashboard";
            settings["ApiKeys:0:Key"] = DashboardKey;
            settings["ApiKeys:0:Role"] = "viewer";
            Host = await ApiHost.StartAsync(settings: settings);
        }

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await _store!.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}
