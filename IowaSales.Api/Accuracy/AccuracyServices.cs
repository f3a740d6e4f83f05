using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Accuracy;

/// <summary>Registers what keeps account of the forecasts, where there is a store.</summary>
internal static class AccuracyServices
{
    /// <summary>Adds the ledger and what keeps it.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddAccuracy(this WebApplicationBuilder builder)
    {
        if (!builder.HasStore())
        {
            return;
        }

        var services = builder.Services;
        services.AddSingleton(provider => new ForecastLedger(
            provider.GetRequiredService<SalesStore>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<IOptions<StoreOptions>>().Value.KeepDays));
        services.AddSingleton<LedgerReader>();
        services.AddSingleton<ServedConditions>();
        services.AddSingleton<LedgerViews>();
        services.AddSingleton<LedgerSource>();
        services.AddRecurring<LedgerKeeper>();
    }
}
