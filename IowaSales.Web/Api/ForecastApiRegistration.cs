using IowaSales.Contracts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http.Resilience;

namespace IowaSales.Web.Api;

/// <summary>Registers everything through which the dashboard reaches the forecasting API.</summary>
internal static class ForecastApiRegistration
{
    /// <summary>Adds the client, the shared cache, the per-person store and the monitor.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddForecastApi(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        var address = ApiAddress.From(builder.Configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(address);
        services.AddSingleton<LatencyLog>();
        services.AddSingleton<ForecastCache>();
        services.AddScoped<ForecastStore>();
        services.AddSingleton<ApiMonitor>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiMonitor>());
        services.AddTransient<LatencyHandler>();
        services.AddTransient<VersionHandler>();

        var client = services.AddHttpClient<IForecastClient, ForecastClient>(http =>
        {
            address.Point(http);
            http.Timeout = Timeout.InfiniteTimeSpan;
        });
        client.AddHttpMessageHandler<LatencyHandler>();
        client.AddHttpMessageHandler<VersionHandler>();
#pragma warning disable EXTEXP0001 // The one supported way to replace the defaults' pipeline; marked experimental by its package.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddStandardResilienceHandler(LeaveRetryingToThePage);
        client.AddServiceDiscovery();
    }

    /// <summary>
    /// One quick second attempt hides a dropped connection; anything longer is the page's to show and to retry, so that a person sees at
    /// once what is wrong. The breaker stays closed for a single reader: it needs more failures than the page makes.
    /// </summary>
    private static void LeaveRetryingToThePage(HttpStandardResilienceOptions options)
    {
        options.Retry.MaxRetryAttempts = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(150);
        options.Retry.ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is HttpRequestException);
        options.AttemptTimeout.Timeout = TimeSpan.FromSeconds(20);
        options.TotalRequestTimeout.Timeout = TimeSpan.FromSeconds(25);
        options.CircuitBreaker.SamplingDuration = TimeSpan.FromSeconds(40);
        options.CircuitBreaker.MinimumThroughput = 100;
        options.CircuitBreaker.BreakDuration = TimeSpan.FromSeconds(2);
    }
}
