using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace IowaSales.Web.SignIn;

/// <summary>
/// The access tokens of who is signed in, renewed shortly before they expire. They come with the cookie; since an open page has no requests that could
/// bring another cookie, the newest are also kept here, by session, and go into the cookie with the next request.
/// </summary>
/// <param name="options">The provider.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed partial class UserTokens(IOptionsMonitor<OpenIdConnectOptions> options, TimeProvider time, ILogger<UserTokens> logger) : IDisposable
{
    /// <summary>Claim that tells sessions apart.</summary>
    public const string SessionClaim = "iowasales_session";

    private const string AccessToken = "access_token";
    private const string RefreshToken = "refresh_token";
    private const string ExpiresAt = "expires_at";
    private const int MaxSessions = 10_000;

    private static readonly TimeSpan Early = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(12);

    private readonly MemoryCache _sessions = new(new MemoryCacheOptions { SizeLimit = MaxSessions });

    /// <summary>The access token of somebody.</summary>
    /// <param name="person">Who is signed in.</param>
    /// <returns>The token; null when it has expired and cannot be renewed.</returns>
    public async Task<string?> FindAsync(ClaimsPrincipal person) =>
        SessionOf(person) is { } id && _sessions.TryGetValue(id, out Session? session) && session is not null
            ? (await FreshAsync(session).ConfigureAwait(false))?.Access
            : null;

    /// <summary>Forgets somebody who signs out.</summary>
    /// <param name="person">The person.</param>
    public void Forget(ClaimsPrincipal person)
    {
        if (SessionOf(person) is { } id)
        {
            _sessions.Remove(id);
        }
    }

    /// <summary>Lets a cookie pass while its access token counts or can be renewed; else the person signs in again.</summary>
    /// <param name="context">The cookie.</param>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (SessionOf(context.Principal) is not { } id || TokensIn(context.Properties) is not { } brought)
        {
            context.RejectPrincipal();
            return;
        }

        var session = _sessions.GetOrCreate(id, entry =>
        {
            entry.SetSize(1).SetSlidingExpiration(Kept);
            return new Session(brought);
        })!;
        if (await FreshAsync(session).ConfigureAwait(false) is not { } current)
        {
            _sessions.Remove(id);
            context.RejectPrincipal();
        }
        else if (current != brought)
        {
            context.Properties.UpdateTokenValue(AccessToken, current.Access);
            context.Properties.UpdateTokenValue(RefreshToken, current.Refresh ?? "");
            context.Properties.UpdateTokenValue(ExpiresAt, current.Expires?.ToString("o", CultureInfo.InvariantCulture) ?? "");
            context.ShouldRenew = true;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _sessions.Dispose();

    private static string? SessionOf(ClaimsPrincipal? person) => person?.FindFirst(SessionClaim)?.Value;

    private static Tokens? TokensIn(AuthenticationProperties properties) => properties.GetTokenValue(AccessToken) is { Length: > 0 } access
        ? new Tokens(
            access,
            properties.GetTokenValue(RefreshToken) is { Length: > 0 } refresh ? refresh : null,
            DateTimeOffset.TryParse(properties.GetTokenValue(ExpiresAt), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires) ? expires : null)
        : null;

    private async Task<Tokens?> FreshAsync(Session session)
    {
        await session.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            var held = session.Tokens;
            if (held.Expires is not { } expires || time.GetUtcNow() < expires - Early)
            {
                return held;
            }

            session.Tokens = held.Refresh is { } refresh ? await RenewAsync(held, refresh).ConfigureAwait(false) : held;
            return session.Tokens.Expires is not { } end || time.GetUtcNow() < end ? session.Tokens : null;
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>Asks the provider for another access token (RFC 6749, section 6); gives the old ones where it does not answer or refuses.</summary>
    private async Task<Tokens> RenewAsync(Tokens held, string refresh)
    {
        var provider = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        try
        {
            var configuration = await provider.ConfigurationManager!.GetConfigurationAsync(CancellationToken.None).ConfigureAwait(false);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["grant_type"] = RefreshToken,
                [RefreshToken] = refresh,
                ["client_id"] = provider.ClientId!,
                ["client_secret"] = provider.ClientSecret ?? "",
            }.Where(pair => pair.Value.Length > 0));
            using var response = await provider.Backchannel.PostAsync(new Uri(configuration.TokenEndpoint), form).ConfigureAwait(false);
            var answer = new OpenIdConnectMessage(await response.Content.ReadAsStringAsync().ConfigureAwait(false));
            if (!response.IsSuccessStatusCode || string.IsNullOrEmpty(answer.AccessToken))
            {
                NotRenewed(logger, $"{(int)response.StatusCode} {answer.Error}");
                return held with { Refresh = null };
            }

            return new Tokens(
                answer.AccessToken,
                string.IsNullOrEmpty(answer.RefreshToken) ? refresh : answer.RefreshToken,
                int.TryParse(answer.ExpiresIn, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? time.GetUtcNow().AddSeconds(seconds) : null);
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or InvalidOperationException or ArgumentException)
        {
            NotRenewed(logger, exception.Message);
            return held;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The sign-in provider did not renew an access token: {Reason}")]
    private static partial void NotRenewed(ILogger logger, string reason);

    private sealed record Tokens(string Access, string? Refresh, DateTimeOffset? Expires);

    private sealed class Session(Tokens tokens)
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public Tokens Tokens { get; set; } = tokens;
    }
}
