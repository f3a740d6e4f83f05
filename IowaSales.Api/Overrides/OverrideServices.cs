using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage.Planning;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Overrides;

/// <summary>Registers overrides, where there is a store.</summary>
internal static class OverrideServices
{
    /// <summary>Adds the overrides, the plan they make, and what follows them.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddOverrides(this WebApplicationBuilder builder)
    {
        if (!builder.HasStore())
        {
            return;
        }

        builder.Services.AddSingleton<OverrideBook>();
        builder.Services.AddSingleton<ValueAddedReader>();
        builder.Services.AddSingleton<PlanSource>();
        builder.Services.AddRecurring<PlanKeeper>();
    }
}

/// <summary>Reads overrides that were made elsewhere.</summary>
/// <param name="plans">Where they go.</param>
/// <param name="sales">Tells when the store is prepared.</param>
/// <param name="options">How often to look.</param>
internal sealed class PlanKeeper(PlanSource plans, StoredSales sales, IOptions<StoreOptions> options) : IRecurringWork
{
    /// <inheritdoc/>
    public string Name => "Reading the overrides";

    /// <inheritdoc/>
    public TimeSpan Interval => options.Value.PollInterval;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => sales.Version is null ? Task.CompletedTask : plans.RefreshAsync(cancellationToken);
}
