using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using IowaSales.Api.Http.Answers;
using IowaSales.ServiceDefaults;
using IowaSales.ServiceDefaults.Connections;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Http.Guards;

/// <summary>Registers limits on what comes in; what is not configured costs nothing.</summary>
internal static class GuardServices
{
    /// <summary>Adds the limits.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddGuards(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<GuardOptions>().BindConfiguration(GuardOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GuardOptions>, GuardOptionsValidator>();
        var guard = builder.Configuration.GetSection(GuardOptions.Section).Get<GuardOptions>() ?? new GuardOptions();
        builder.AddConnectionGuard(guard.MaxConnections, guard.MaxConnectionsPerClient);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = guard.MaxBodyBytes);
        services.AddSingleton(AnswerBudget.Fitting);
        services.AddCors();
        services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = guard.RequestTimeout });
        services.AddRateLimiter(options =>
        {
            options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            options.OnRejected = RejectAsync;
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, IPAddress>(context => RateLimitPartition.GetFixedWindowLimiter(
                ClientNetwork.Of(context.Connection.RemoteIpAddress),
                _ => new FixedWindowRateLimiterOptions { PermitLimit = Math.Max(1, guard.RateLimit), Window = guard.RateWindow }));
        });
    }

    /// <summary>Puts the limits that are configured before everything else.</summary>
    /// <param name="app">The application.</param>
    public static void UseGuards(this WebApplication app)
    {
        var guard = app.Services.GetRequiredService<IOptions<GuardOptions>>().Value;
        app.UseConnectionGuard();
        app.UseTrustedProxies();
        app.Use((context, next) =>
        {
            SecurityHeaders.Set(context);
            return next(context);
        });
        // Before the rate limit: a page of another origin may then read when to come back.
        if (guard.AllowedOrigins.Count > 0)
        {
            app.UseCors(policy => policy
                .WithOrigins([.. guard.AllowedOrigins])
                .WithMethods(HttpMethods.Get, HttpMethods.Head)
                .WithExposedHeaders("ETag", "Retry-After"));
        }

        if (guard.RateLimit > 0)
        {
            app.UseRateLimiter();
        }

        app.UseRequestTimeouts();
    }

    private static ValueTask RejectAsync(Microsoft.AspNetCore.RateLimiting.OnRejectedContext context, CancellationToken cancellationToken)
    {
        var http = context.HttpContext;
        if (context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return http.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = http,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status429TooManyRequests },
        });
    }
}
