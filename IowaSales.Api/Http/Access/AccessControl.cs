using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace IowaSales.Api.Http.Access;

/// <summary>Tells who sent a request, by its bearer token or its API key, and whether they may do what it asks.</summary>
/// <param name="settings">Whether people sign in.</param>
/// <param name="keys">The keys of machines.</param>
internal sealed class AccessControl(SignInSettings settings, ApiKeyRing keys)
{
    /// <summary>Judges a request; who may pass is kept as the exchange's <see cref="Caller"/>.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="needed">The role that it needs.</param>
    /// <returns>The refusal; null for a request that may pass.</returns>
    public async ValueTask<Refusal?> JudgeAsync(HttpContext context, UserRole needed)
    {
        var (caller, refusal) = settings.Mode == SignInMode.Oidc && context.Request.Headers.Authorization.ToString().StartsWith(ApiHeaders.Bearer, StringComparison.OrdinalIgnoreCase)
            ? await OfTokenAsync(context)
            : OfKey(context.Request.Headers[ApiHeaders.ApiKey].ToString());
        if (caller is null)
        {
            if (settings.Mode == SignInMode.Oidc && refusal is { Status: StatusCodes.Status401Unauthorized })
            {
                context.Response.Headers.WWWAuthenticate = JwtBearerDefaults.AuthenticationScheme;
            }

            return refusal;
        }

        if (caller.Role < needed)
        {
            return new Refusal(StatusCodes.Status403Forbidden, caller.Role == UserRole.None
                ? $"'{caller.Name}' has no role here: the token's claim '{settings.RoleClaim}' must hold viewer, planner or operator. This needs the role {UserRoles.NameOf(needed)}."
                : $"'{caller.Name}' has the role {UserRoles.NameOf(caller.Role)}; this needs the role {UserRoles.NameOf(needed)}.");
        }

        context.Features.Set(caller);
        return null;
    }

    private (Caller? Caller, Refusal? Refusal) OfKey(string given)
    {
        if (given.Length > 0 && keys.Find(given) is { } key)
        {
            return (new Caller(key.Name, key.Role, IsPerson: false), null);
        }

        if (settings.Mode == SignInMode.Oidc)
        {
            return (null, Unknown(given.Length == 0
                ? $"Sign in: send an access token of {settings.Authority} as Authorization: Bearer TOKEN, or an API key in the header {ApiHeaders.ApiKey}."
                : WrongKey));
        }

        return (null, keys.IsEmpty
            ? new Refusal(StatusCodes.Status403Forbidden, "This service allows no changes over HTTP: it has no API key (Guard:ApiKeySha256 or ApiKeys) and no sign-in (Auth:Mode).")
            : new Refusal(StatusCodes.Status401Unauthorized, given.Length == 0 ? $"This needs the API key in the header {ApiHeaders.ApiKey}." : WrongKey));
    }

    private async Task<(Caller? Caller, Refusal? Refusal)> OfTokenAsync(HttpContext context)
    {
        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<JwtBearerOptions>>().Get(JwtBearerDefaults.AuthenticationScheme);
        try
        {
            // Kept in memory once it was read: a token cannot be judged without the provider's keys
            await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            return (null, new Refusal(StatusCodes.Status503ServiceUnavailable, $"The sign-in provider at {settings.Authority} does not answer, so that tokens cannot be checked. Try again."));
        }

        var result = await context.AuthenticateAsync(JwtBearerDefaults.AuthenticationScheme);
        return result is { Succeeded: true, Principal: { } person }
            ? (new Caller(settings.NameOf(person), UserRoles.Of(person, settings.RoleClaim), IsPerson: true), null)
            : (null, Unknown(WhyOf(result.Failure)));
    }

    private string WhyOf(Exception? failure) => failure switch
    {
        AggregateException several => WhyOf(several.InnerExceptions.FirstOrDefault()),
        SecurityTokenExpiredException or SecurityTokenInvalidLifetimeException => "The token has expired; sign in again.",
        SecurityTokenInvalidAudienceException => $"The token is not for this service: its audience must be '{settings.Audience}'.",
        SecurityTokenInvalidIssuerException => $"The token was not issued by {settings.Authority}.",
        _ => $"The token is not understood, or not signed by {settings.Authority}.",
    };

    private static Refusal Unknown(string detail) => new(StatusCodes.Status401Unauthorized, detail);

    private static string WrongKey => $"The API key in the header {ApiHeaders.ApiKey} is not one this service was given.";

    /// <summary>Why a request may not pass.</summary>
    /// <param name="Status">HTTP status.</param>
    /// <param name="Detail">Sentence that says why, and what to do.</param>
    internal sealed record Refusal(int Status, string Detail);
}
