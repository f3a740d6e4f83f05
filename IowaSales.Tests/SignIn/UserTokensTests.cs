using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using IowaSales.Web.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NSubstitute;
using Xunit;

namespace IowaSales.Tests.SignIn;

/// <summary>Access tokens are renewed at a real provider while a page stays open, and end with the session.</summary>
public sealed class UserTokensTests : IAsyncLifetime
{
    private const string Verifier = "a-verifier-of-this-test-which-has-to-be-long-enough";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false });
    private SignInProvider _provider = null!;
    private UserTokens _tokens = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _provider = await SignInProvider.StartAsync();
        var options = Substitute.For<IOptionsMonitor<OpenIdConnectOptions>>();
        options.Get(OpenIdConnectDefaults.AuthenticationScheme).Returns(new OpenIdConnectOptions
        {
            ClientId = SignInProvider.ClientId,
            ClientSecret = SignInProvider.ClientSecret,
            Backchannel = _http,
            ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                $"{_provider.Address}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(), new HttpDocumentRetriever(_http) { RequireHttps = false }),
        });
        _tokens = new UserTokens(options, _time, NullLogger<UserTokens>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        _http.Dispose();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_expires_and_goes_into_the_cookie()
    {
        var (access, refresh) = await SignInAsync();
        var cookie = Cookie("one", access, refresh, TimeSpan.FromHours(1));
        await _tokens.ValidateAsync(cookie);
        Assert.False(cookie.ShouldRenew);
        Assert.Equal(access, await _tokens.FindAsync(cookie.Principal!));

        _time.Advance(TimeSpan.FromMinutes(59.5));
        var renewed = await _tokens.FindAsync(cookie.Principal!);
        Assert.NotEqual(access, renewed);
        Assert.Equal("Ann Planner", new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(renewed).GetClaim("name").Value);

        var later = Cookie("one", access, refresh, TimeSpan.FromMinutes(0.5));
        await _tokens.ValidateAsync(later);
        Assert.True(later.ShouldRenew);
        Assert.Equal(renewed, later.Properties.GetTokenValue("access_token"));
        Assert.NotEqual(refresh, later.Properties.GetTokenValue("refresh_token"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public async Task A_token_that_cannot_be_renewed_ends_the_session(string? refresh)
    {
        var cookie = Cookie("two", _provider.Token("ann"), refresh, TimeSpan.FromMinutes(5));
        await _tokens.ValidateAsync(cookie);
        Assert.NotNull(await _tokens.FindAsync(cookie.Principal!));

        _time.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(await _tokens.FindAsync(cookie.Principal!));
        await _tokens.ValidateAsync(cookie);
        Assert.Null(cookie.Principal);
    }

    [Fact]
    public async Task Whoever_signed_out_has_no_token_and_a_cookie_without_one_does_not_count()
    {
        var cookie = Cookie("three", _provider.Token("ann"), null, TimeSpan.FromMinutes(5));
        await _tokens.ValidateAsync(cookie);
        _tokens.Forget(cookie.Principal!);
        Assert.Null(await _tokens.FindAsync(cookie.Principal!));

        var bare = Cookie("four", "", null, TimeSpan.FromMinutes(5));
        await _tokens.ValidateAsync(bare);
        Assert.Null(bare.Principal);
    }

    private async Task<(string Access, string Refresh)> SignInAsync()
    {
        const string Back = "http://localhost/signin-oidc";
        var challenge = WebEncoders.Base64UrlEncode(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(Verifier)));
        using var authorized = await _http.GetAsync(
            new Uri($"{_provider.Address}/connect/authorize?person=ann&client_id={SignInProvider.ClientId}&response_type=code&scope=openid%20offline_access&redirect_uri={Uri.EscapeDataString(Back)}&code_challenge={challenge}&code_challenge_method=S256"), Cancellation);
        var code = QueryHelpers.ParseQuery(authorized.Headers.Location!.Query)["code"].ToString();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = Back,
            ["client_id"] = SignInProvider.ClientId,
            ["client_secret"] = SignInProvider.ClientSecret,
            ["code_verifier"] = Verifier,
        });
        using var answer = await _http.PostAsync(new Uri($"{_provider.Address}/connect/token"), form, Cancellation);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        return (json.RootElement.GetProperty("access_token").GetString()!, json.RootElement.GetProperty("refresh_token").GetString()!);
    }

    private CookieValidatePrincipalContext Cookie(string session, string access, string? refresh, TimeSpan left)
    {
        var properties = new AuthenticationProperties();
        properties.StoreTokens(
        [
            new AuthenticationToken { Name = "access_token", Value = access },
            new AuthenticationToken { Name = "refresh_token", Value = refresh ?? "" },
            new AuthenticationToken { Name = "expires_at", Value = (_time.GetUtcNow() + left).ToString("o", CultureInfo.InvariantCulture) },
        ]);
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(UserTokens.SessionClaim, session)], CookieAuthenticationDefaults.AuthenticationScheme));
        return new CookieValidatePrincipalContext(
            new DefaultHttpContext(),
            new AuthenticationScheme(CookieAuthenticationDefaults.AuthenticationScheme, null, typeof(CookieAuthenticationHandler)),
            new CookieAuthenticationOptions(),
            new AuthenticationTicket(person, properties, CookieAuthenticationDefaults.AuthenticationScheme));
    }
}
