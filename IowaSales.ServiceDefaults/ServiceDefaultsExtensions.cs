using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace IowaSales.ServiceDefaults;

/// <summary>What the services of the system share: telemetry, health and, for those that call others, resilient HTTP clients.</summary>
public static class ServiceDefaultsExtensions
{
    private const string AlivePath = "/alive";
    private const string HealthPath = "/health";
    private const string MetricsPath = "/metrics";
    private const string LiveTag = "live";

    /// <summary>Setting that opens <c>/metrics</c> for Prometheus; off by default.</summary>
    private const string PrometheusSetting = "Metrics:Prometheus";

    /// <summary>Adds telemetry, health checks, and word to systemd where that started the service.</summary>
    /// <typeparam name="TBuilder">The host's builder.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.AddTelemetry();
        // Under systemd says when the service is ready, and when it stops; elsewhere does nothing
        builder.Services.AddSystemd();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [LiveTag]);
        return builder;
    }

    /// <summary>Lets every HTTP client of the service find others by name, retry, and give up in time.</summary>
    /// <typeparam name="TBuilder">The host's builder.</typeparam>
    /// <param name="builder">The host's builder.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddResilientHttpClients<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http =>
        {
            http.AddStandardResilienceHandler();
            http.AddServiceDiscovery();
        });
        return builder;
    }

    /// <summary>
    /// Maps <c>/alive</c> (the process answers), <c>/health</c> (it can do its work) and, where <c>Metrics:Prometheus</c> is true,
    /// <c>/metrics</c>, on the port <c>Metrics:Port</c> alone where that is set.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <returns>The same application.</returns>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks(AlivePath, OptionsFor(check => check.Tags.Contains(LiveTag))).DisableRateLimiting().DisableHttpMetrics().AllowAnonymous();
        app.MapHealthChecks(HealthPath, OptionsFor(_ => true)).DisableRateLimiting().DisableHttpMetrics().AllowAnonymous();
        if (IsPrometheusOn(app.Configuration))
        {
            var metrics = app.MapPrometheusScrapingEndpoint(MetricsPath).DisableRateLimiting().DisableHttpMetrics().AllowAnonymous();
            if (PortExtensions.MetricsPortIn(app.Configuration) is { } port)
            {
                metrics.OnlyOn(port);
            }
        }

        return app;
    }

    /// <summary>Hides an endpoint from whoever comes by another port: what an ingress forwards to the service's own port never sees it.</summary>
    private static void OnlyOn(this IEndpointConventionBuilder endpoint, int port) => endpoint.Add(built =>
    {
        var answer = built.RequestDelegate!;
        built.RequestDelegate = context =>
        {
            if (context.Connection.LocalPort == port)
            {
                return answer(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    });

    private static HealthCheckOptions OptionsFor(Func<HealthCheckRegistration, bool> predicate) =>
        new() { Predicate = predicate, ResponseWriter = HealthReportWriter.WriteAsync };

    /// <summary>Telemetry costs nothing where nobody collects it: without an exporter nothing is registered, nor even loaded.</summary>
    private static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var otlp = !string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var prometheus = IsPrometheusOn(builder.Configuration);
        if (otlp || prometheus)
        {
            builder.AddExporters(otlp, prometheus);
        }
    }

    private static void AddExporters(this IHostApplicationBuilder builder, bool otlp, bool prometheus)
    {
        var telemetry = builder.Services.AddOpenTelemetry().WithMetrics(metrics =>
        {
            metrics.AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation().AddMeter("IowaSales.*");
            if (prometheus)
            {
                metrics.AddPrometheusExporter();
            }
        });
        if (!otlp)
        {
            return;
        }

        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });
        telemetry.WithTracing(tracing => tracing
            .AddSource(builder.Environment.ApplicationName)
            .AddSource("IowaSales.*")
            .AddAspNetCoreInstrumentation(options => options.Filter = context => !IsWatching(context.Request))
            .AddHttpClientInstrumentation());
        telemetry.UseOtlpExporter();
    }

    private static bool IsPrometheusOn(IConfiguration configuration) =>
        bool.TryParse(configuration[PrometheusSetting], out var on) && on;

    /// <summary>Whether a request only watches the service: health checks and scrapes would drown the traces of the others.</summary>
    private static bool IsWatching(HttpRequest request) =>
        request.Path.StartsWithSegments(AlivePath, StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments(HealthPath, StringComparison.OrdinalIgnoreCase)
        || request.Path.StartsWithSegments(MetricsPath, StringComparison.OrdinalIgnoreCase);
}
