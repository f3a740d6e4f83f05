using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>Registers what reaches the API's sales store.</summary>
internal static class LivingRegistration
{
    /// <summary>Longest time for one request: an upload and the forecasts that follow it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Adds the client and the per-person store.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddLiving(this IHostApplicationBuilder builder)
    {
        var address = ApiAddress.From(builder.Configuration);
        builder.Services.AddScoped<LivingStore>();
        var client = builder.Services.AddHttpClient<ILivingClient, LivingClient>(http =>
        {
            http.BaseAddress = address.Base;
            http.Timeout = Patience;
        });

        // A body that was read cannot be sent again, and a page asks again by itself.
#pragma warning disable EXTEXP0001 // The one supported way to do without the defaults' pipeline; marked experimental by its package.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddServiceDiscovery();
    }
}
