using IowaSales.Api.Hosting;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Snapshots;

/// <summary>Registers what keeps a snapshot.</summary>
internal static class SnapshotServices
{
    /// <summary>Adds the snapshot, its watcher and its health check.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddSnapshots(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ModelOptions>().BindConfiguration(ModelOptions.Section).ValidateOnStart();
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        services.AddSingleton<IValidateOptions<DataOptions>, DataOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SnapshotSource>();
        services.AddSingleton<SnapshotLoader>();
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<SnapshotWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<SnapshotWatcher>());
        services.AddHealthChecks().AddCheck<SnapshotHealthCheck>("model");
    }
}
