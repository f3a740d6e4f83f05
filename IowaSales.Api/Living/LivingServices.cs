using IowaSales.Api.Living.Alerts;
using IowaSales.Api.Living.Ledger;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Living;

/// <summary>Registers the sales store and what lives on it, where one is configured; without it nothing of this exists.</summary>
internal static class LivingServices
{
    private static readonly string[] Resources = ["/sales", "/accuracy", "/alerts"];

    /// <summary>Adds the store, what follows it, what takes batches, and what keeps account of the forecasts.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddLiving(this WebApplicationBuilder builder)
    {
        if (StoreIn(builder.Configuration) is not { } connection)
        {
            return;
        }

        var services = builder.Services;
        services.AddOptions<LivingOptions>().BindConfiguration(LivingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LivingOptions>, LivingOptionsValidator>();
        services.AddSingleton(_ => SalesStore.At(connection));
        services.AddSingleton<SalesImport>();
        services.AddSingleton(provider => new IngestPace(provider.GetRequiredService<TimeProvider>(), () => Environment.CpuUsage.TotalTime));
        services.AddSingleton<StoredSales>();
        services.AddSingleton<StoreFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreFollower>());
        services.AddSingleton(provider => new ForecastLedger(
            provider.GetRequiredService<SalesStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<LivingOptions>>().Value.KeepDays));
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<LedgerViews>();
        services.AddSingleton<LedgerSource>();
        services.AddSingleton<LivingMetrics>();
        services.AddSingleton<LedgerKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerKeeper>());
        AddAlerts(builder);
    }

    /// <summary>Maps the resources; without a store each says in words that there is none.</summary>
    /// <param name="routes">Where to map.</param>
    public static void MapLiving(this IEndpointRouteBuilder routes)
    {
        if (StoreIn(routes.ServiceProvider.GetRequiredService<IConfiguration>()) is not null)
        {
            routes.MapSales();
            routes.MapAccuracy();
            routes.MapAlerts();
            return;
        }

        foreach (var resource in Resources)
        {
            routes.Map($"{resource}/{{**rest}}", NoStore).ExcludeFromDescription();
        }
    }

    private static void AddAlerts(WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<AlertOptions>().BindConfiguration(AlertOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertTimesValidator>();
        services.AddSingleton<IValidateOptions<AlertOptions>, AlertWebhookValidator>();
        services.AddSingleton<AlertBook>();
        services.AddSingleton<AlertViews>();
        services.AddSingleton<OverdueWatch>();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{AlertOptions.Section}:{nameof(AlertOptions.WebhookUrl)}"]))
        {
            services.AddHostedService<AlertWebhook>();
        }
    }

    private static string? StoreIn(IConfiguration configuration) =>
        configuration[$"{LivingOptions.Section}:{nameof(LivingOptions.Store)}"] is { } connection && !string.IsNullOrWhiteSpace(connection)
            ? connection
            : null;

    private static Task NoStore(HttpContext context) =>
        TypedResults.Problem(
            "This service keeps no sales, so that there is nothing here; Sales:Store names the file or database to keep them in.",
            statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
}
