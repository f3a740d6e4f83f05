using IowaSales.Storage;
using IowaSales.Storage.Ingest;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Living;

/// <summary>Registers the sales store where one is configured; without it nothing of this exists.</summary>
internal static class LivingServices
{
    /// <summary>Adds the store, what follows it, and what takes batches.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddLiving(this WebApplicationBuilder builder)
    {
        if (builder.Configuration[$"{LivingOptions.Section}:{nameof(LivingOptions.Store)}"] is not { } connection || string.IsNullOrWhiteSpace(connection))
        {
            return;
        }

        var services = builder.Services;
        services.AddOptions<LivingOptions>().BindConfiguration(LivingOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LivingOptions>, LivingOptionsValidator>();
        services.AddSingleton(_ => SalesStore.At(connection));
        services.AddSingleton<SalesIngest>();
        services.AddSingleton<StoredSales>();
        services.AddSingleton<StoreFollower>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreFollower>());
    }
}
