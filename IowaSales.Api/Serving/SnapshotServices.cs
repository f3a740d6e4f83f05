using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving;

/// <summary>Registers what keeps a snapshot.</summary>
internal static class SnapshotServices
{
    /// <summary>Adds the snapshot, its refresher and its health check.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddSnapshots(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ModelOptions>().BindConfiguration(ModelOptions.Section).ValidateOnStart();
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section).ValidateOnStart();
        services.AddOptions<CalendarOptions>().BindConfiguration(CalendarOptions.Section);
        services.AddSingleton<IValidateOptions<ModelOptions>, ModelOptionsValidator>();
        services.AddSingleton<IValidateOptions<DataOptions>, DataOptionsValidator>();

        // A failure of background work is never a reason to stop answering.
        services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SnapshotSource>();
        services.AddSingleton<StatedCalendarSource>();
        services.AddSingleton<SnapshotLoader>();
        services.AddSingleton<ApiMetrics>();
        services.AddSingleton<RecurringHealth>();
        services.AddRecurring<SnapshotRefresher>();
        services.AddHealthChecks().AddCheck<SnapshotHealthCheck>("model").AddCheck<RecurringHealth>("background");
    }
}
