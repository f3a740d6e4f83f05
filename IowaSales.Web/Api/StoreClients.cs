using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>Registers what reaches the API's sales store and live monitoring.</summary>
internal static class StoreClients
{
    /// <summary>Longest time for one request: an import and the forecasts that follow it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Adds the clients and the per-person stores.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddStoreClients(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<ImportStore>();
        builder.Services.AddScoped<MonitoringStore>();
        builder.AddClient<ISalesClient, SalesClient>();
        builder.AddClient<IMonitoringClient, MonitoringClient>();
        builder.Services.AddScoped<PlanningStore>();
        builder.AddClient<IPlanningClient, PlanningClient>();
    }

    private static void AddClient<TClient, TImplementation>(this IHostApplicationBuilder builder)
        where TClient : class
        where TImplementation : class, TClient
    {
        var address = ApiAddress.From(builder.Configuration);
        var client = builder.Services.AddHttpClient<TClient, TImplementation>(http =>
        {
            address.Point(http);
            http.Timeout = Patience;
        });

        // A body that was read cannot be sent again, and a page asks again by itself.
#pragma warning disable EXTEXP0001 // The one supported way to do without the defaults' pipeline; marked experimental by its package.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddServiceDiscovery();
    }
}
