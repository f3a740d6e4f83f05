using IowaSales.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IowaSales.Api.Http.Access;

/// <summary>Registers who may read and change; what people sign in with is loaded only where they do.</summary>
internal static class AccessServices
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>Adds the judgement of callers.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var settings = SignInSettings.In(builder.Configuration);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ApiKeyRing>();
        builder.Services.AddSingleton<AccessControl>();
        if (settings.Mode == SignInMode.Oidc)
        {
            SignInSettings.Require(nameof(settings.Audience), settings.Audience, "what access tokens for this API carry as their audience (aud)");
            AddTokens(builder.Services, settings);
        }
    }

    /// <summary>Where people sign in, lets reads through only from those with a role; changes always need one.</summary>
    /// <param name="app">The application.</param>
    public static void UseAccess(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<SignInSettings>();
        // Keys that are not stated as they must be end the start, not a later request
        var keys = app.Services.GetRequiredService<ApiKeyRing>();
        app.TellWhoIsLetIn(settings, keys.IsEmpty
            ? "reads are open to everyone who reaches this service, and there are no changes without an API key"
            : "reads are open to everyone who reaches this service, changes need an API key");
        if (settings.Mode == SignInMode.Oidc)
        {
            app.UseAuthentication();
            app.Use(ReadAsync);
        }
    }

    /// <summary>What AddAuthentication does, without keys to protect cookies with, which there are none of.</summary>
    private static void AddTokens(IServiceCollection services, SignInSettings settings)
    {
        services.AddAuthenticationCore();
        services.AddWebEncoders();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IAuthenticationConfigurationProvider, NoSchemes>();
        new AuthenticationBuilder(services).AddJwtBearer(options =>
        {
            options.Authority = settings.Authority!.AbsoluteUri;
            options.Audience = settings.Audience;
            options.RequireHttpsMetadata = settings.RequiresHttps;
            options.MapInboundClaims = false;
            options.TokenValidationParameters.ClockSkew = ClockSkew;
            // A token that cannot be judged is refused like one that was judged, and never a fault of the service
            options.Events = new JwtBearerEvents
            {
                OnAuthenticationFailed = failed =>
                {
                    failed.Fail(failed.Exception);
                    return Task.CompletedTask;
                },
            };
        });
    }

    private static async Task ReadAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || endpoint.Metadata.GetMetadata<NeedsRole>() is not null
            || await context.RequestServices.GetRequiredService<AccessControl>().JudgeAsync(context, UserRole.Viewer) is not { } refusal)
        {
            await next(context);
            return;
        }

        await context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = refusal.Status, Detail = refusal.Detail },
        });
    }

    /// <summary>Tokens are judged by the section <c>Auth</c> alone, not by <c>Authentication:Schemes</c>.</summary>
    private sealed class NoSchemes : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
