using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace IowaSales.Tests.SignIn;

/// <summary>
/// An OpenID Connect provider over HTTP (OpenIddict): discovery, keys, authorization code with PKCE, refresh tokens and the end of a session. Its sign-in
/// page has a link for each person, in place of a password.
/// </summary>
public sealed class SignInProvider : IAsyncDisposable
{
    public const string ClientId = "iowasales-dashboard";
    public const string ClientSecret = "the dashboard's secret of this test";
    public const string Audience = "iowasales-api";

    /// <summary>Who can sign in, with their roles.</summary>
    public static readonly IReadOnlyList<(string Id, string Name, string[] Roles)> People =
    [
        ("vic", "Vic Reader", ["viewer"]), ("ann", "Ann Planner", ["something else", "Planner"]), ("otto", "Otto Operator", ["operator"]), ("nora", "Nora Nobody", []),
    ];

    private readonly WebApplication _app;

    private SignInProvider(WebApplication app) => (_app, Address) = (app, app.Urls.Single());

    /// <summary>The authority.</summary>
    public string Address { get; }

    /// <summary>Settings with which a service trusts this provider.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings =>
    [
        ("Auth__Mode", "oidc"), ("Auth__Authority", Address), ("Auth__Audience", Audience), ("Auth__ClientId", ClientId), ("Auth__ClientSecret", ClientSecret), ("Auth__Scopes", "profile offline_access"),
    ];

    public static async Task<SignInProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddOpenIddict().AddServer(Configure);
        var app = builder.Build();
        app.MapGet("/connect/authorize", SignIn);
        app.MapMethods("/connect/end-session", ["GET", "POST"], () => Results.SignOut(authenticationSchemes: [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]));
        await app.StartAsync();
        return new SignInProvider(app);
    }

    /// <summary>An access token as this provider signs it, with what a test wants to be wrong.</summary>
    public string Token(string person, string audience = Audience, string? issuer = null, TimeSpan? lifetime = null, bool foreignKey = false)
    {
        var (id, name, roles) = People.Single(one => one.Id == person);
        var now = DateTime.UtcNow;
        var expires = now + (lifetime ?? TimeSpan.FromMinutes(5));
        using var foreign = RSA.Create(2048);
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Address + "/",
            Audience = audience,
            IssuedAt = expires.AddHours(-1),
            NotBefore = expires.AddHours(-1),
            Expires = expires,
            Claims = new Dictionary<string, object> { ["sub"] = id, ["name"] = name, ["roles"] = roles },
            SigningCredentials = foreignKey
                ? new SigningCredentials(new RsaSecurityKey(foreign.ExportParameters(includePrivateParameters: true)), SecurityAlgorithms.RsaSha256)
                : _app.Services.GetRequiredService<IOptions<OpenIddictServerOptions>>().Value.SigningCredentials[0],
        });
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static void Configure(OpenIddictServerBuilder options)
    {
        options.EnableDegradedMode()
            .SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token")
            .SetEndSessionEndpointUris("connect/end-session")
            .AllowAuthorizationCodeFlow()
            .AllowRefreshTokenFlow()
            .RequireProofKeyForCodeExchange()
            .AddEphemeralEncryptionKey()
            .AddEphemeralSigningKey()
            .DisableAccessTokenEncryption()
            .RegisterScopes(Scopes.Profile, Scopes.OfflineAccess);
        options.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough().DisableTransportSecurityRequirement();
        options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || !Uri.TryCreate(context.RedirectUri, UriKind.Absolute, out var back) || !back.IsLoopback)
            {
                context.Reject(Errors.InvalidClient, "The client is not known.");
            }

            return default;
        }));
        options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
            {
                context.Reject(Errors.InvalidClient, "The client is not known.");
            }

            return default;
        }));
        options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(_ => default));
    }

    private static IResult SignIn(HttpContext context)
    {
        var chosen = context.Request.Query["person"].ToString();
        if (chosen.Length == 0)
        {
            var links = People.Select(one => $"<li><a href=\"{HtmlEncoder.Default.Encode($"{context.Request.Path}{context.Request.QueryString}&person={one.Id}")}\">{one.Name}</a></li>");
            return Results.Content($"<!DOCTYPE html><title>Sign in</title><link rel=\"icon\" href=\"data:,\"><h1>Who are you?</h1><ul>{string.Concat(links)}</ul>", "text/html; charset=utf-8");
        }

        var (id, name, roles) = People.Single(one => one.Id == chosen);
        var identity = new ClaimsIdentity("test", Claims.Name, "roles");
        identity.AddClaim(new Claim(Claims.Subject, id));
        identity.AddClaim(new Claim(Claims.Name, name));
        identity.AddClaims(roles.Select(role => new Claim("roles", role)));
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(context.GetOpenIddictServerRequest()!.GetScopes());
        principal.SetResources(Audience);
        principal.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
