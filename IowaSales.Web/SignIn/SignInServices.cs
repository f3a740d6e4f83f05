using System.Net.Mime;
using System.Security.Claims;
using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Identity;
using IowaSales.Web.Hosting;
using IowaSales.Web.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace IowaSales.Web.SignIn;

/// <summary>Registers who is let in: where people sign in, those with a role, after a visit to the provider; else everybody.</summary>
internal static partial class SignInServices
{
    /// <summary>Where the page posts to sign out.</summary>
    public const string SignOutPath = "/sign-out";

    private const string SignedOutPath = "/signed-out";
    private const string KeySetting = "Api:Key";
    private const string CookieName = "iowasales";

    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(8);

    /// <summary>Adds sign-in as the settings say.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="ServiceSettingException">A setting cannot be used.</exception>
    public static SignInSettings AddSignIn(this WebApplicationBuilder builder)
    {
        var settings = SignInSettings.In(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<UserTokens>();
        builder.Services.AddScoped<Person>();
        if (settings.Mode == SignInMode.Oidc)
        {
            SignInSettings.Require(nameof(settings.ClientId), settings.ClientId, "the client as which the provider knows the dashboard");
            if (string.IsNullOrEmpty(builder.Configuration[KeySetting]))
            {
                throw new ServiceSettingException($"{KeySetting} is not set. With Auth:Mode=oidc the API also requires a key for reads: create an API key with the role viewer for the dashboard, and set it here.");
            }

            AddProvider(builder.Services, settings);
        }

        return settings;
    }

    /// <summary>Has whoever comes without a session sign in first; stands before everything that costs memory.</summary>
    /// <param name="app">The application.</param>
    public static void UseSignIn(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<SignInSettings>();
        app.TellWhoIsLetIn(settings, "the dashboard is open to everyone who reaches it");
        if (settings.Mode == SignInMode.Oidc)
        {
            app.Use(TellTroubleAsync);
            app.UseAuthentication();
            app.UseAuthorization();
        }
    }

    /// <summary>Maps the way out.</summary>
    /// <param name="app">The application.</param>
    public static void MapSignOut(this WebApplication app)
    {
        if (app.Services.GetRequiredService<SignInSettings>().Mode != SignInMode.Oidc)
        {
            return;
        }

        // The session's cookie does not come with what another site posts: such a request meets nobody who could be signed out
        app.MapPost(SignOutPath, (HttpContext context, UserTokens tokens) =>
        {
            tokens.Forget(context.User);
            return TypedResults.SignOut(
                new AuthenticationProperties { RedirectUri = SignedOutPath }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]);
        }).RequireAuthorization(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        app.MapGet(SignedOutPath, () => TypedResults.Content(
            PlainPage.Html(UiText.SignIn.SignedOutTitle, [UiText.SignIn.SignedOut], link: UiText.SignIn.Again), MediaTypeNames.Text.Html)).AllowAnonymous();
    }

    private static void AddProvider(IServiceCollection services, SignInSettings settings)
    {
        services.AddAuthentication(schemes =>
            {
                schemes.DefaultScheme = CookieAuthenticationDefaults.AuthenticationScheme;
                schemes.DefaultChallengeScheme = OpenIdConnectDefaults.AuthenticationScheme;
            })
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = CookieName;
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = SessionTime;
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<UserTokens>().ValidateAsync(context);
                cookie.Events.OnRedirectToAccessDenied = context => WriteAsync(
                    context.HttpContext,
                    StatusCodes.Status403Forbidden,
                    PlainPage.Html(UiText.SignIn.NoRoleTitle, [UiText.SignIn.NoRole(settings.NameOf(context.HttpContext.User))], post: (SignOutPath, UiText.SignIn.Out)));
            })
            .AddOpenIdConnect(oidc =>
            {
                oidc.Authority = settings.Authority!.AbsoluteUri;
                oidc.ClientId = settings.ClientId;
                oidc.ClientSecret = settings.ClientSecret.Length > 0 ? settings.ClientSecret : null;
                oidc.RequireHttpsMetadata = settings.RequiresHttps;
                oidc.ResponseType = OpenIdConnectResponseType.Code;
                // In the address, so that cookies need not come with what another site posts
                oidc.ResponseMode = OpenIdConnectResponseMode.Query;
                oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
                oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                oidc.NonceCookie.SameSite = SameSiteMode.Lax;
                oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                oidc.SaveTokens = true;
                oidc.MapInboundClaims = false;
                oidc.Scope.Clear();
                foreach (var scope in settings.Scopes.Prepend(OpenIdConnectScope.OpenId).Distinct(StringComparer.Ordinal))
                {
                    oidc.Scope.Add(scope);
                }

                oidc.Events.OnTokenValidated = context =>
                {
                    context.Principal?.AddIdentity(new ClaimsIdentity([new Claim(UserTokens.SessionClaim, Guid.NewGuid().ToString("N"))]));
                    return Task.CompletedTask;
                };
                oidc.Events.OnRedirectToIdentityProvider = OnlyPagesAsync;
                oidc.Events.OnRemoteFailure = async context =>
                {
                    Failed(LoggerOf(context.HttpContext), context.Failure?.Message);
                    context.HandleResponse();
                    await WriteAsync(context.HttpContext, StatusCodes.Status401Unauthorized, PlainPage.Html(UiText.SignIn.FailedTitle, [UiText.SignIn.Failed], link: UiText.SignIn.Again)).ConfigureAwait(false);
                };
            });
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => UserRoles.Of(context.User, settings.RoleClaim) >= UserRole.Viewer)
            .Build());
    }

    /// <summary>Sends only what a person opens to the provider; a connection or a script is told that the session has ended.</summary>
    private static async Task OnlyPagesAsync(RedirectContext context)
    {
        var request = context.Request;
        var isOpened = request.Headers["Sec-Fetch-Mode"].ToString() is "" or "navigate";
        if (!isOpened || !HttpMethods.IsGet(request.Method) || request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase))
        {
            context.HandleResponse();
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.ContentType = $"{MediaTypeNames.Text.Plain}; charset=utf-8";
            await context.Response.WriteAsync(UiText.SignIn.Ended, context.HttpContext.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>Whoever cannot sign in because the provider does not answer is told so, on a page that shows nothing else.</summary>
    private static async Task TellTroubleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            exception is InvalidOperationException or HttpRequestException or IOException
            && context is { User.Identity: not { IsAuthenticated: true }, Response.HasStarted: false })
        {
            Failed(LoggerOf(context), exception.Message);
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, PlainPage.Html(UiText.SignIn.FailedTitle, [UiText.SignIn.Away], link: UiText.SignIn.Again)).ConfigureAwait(false);
        }
    }

    private static Task WriteAsync(HttpContext context, int status, string html)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = $"{MediaTypeNames.Text.Html}; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(html, context.RequestAborted);
    }

    private static ILogger LoggerOf(HttpContext context) => context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SignInServices).FullName!);

    [LoggerMessage(LogLevel.Warning, "A sign-in failed: {Reason}")]
    private static partial void Failed(ILogger logger, string? reason);
}
