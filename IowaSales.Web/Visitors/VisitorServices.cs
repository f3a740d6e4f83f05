using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace IowaSales.Web.Visitors;

/// <summary>Registers the limits on visitors and their sessions.</summary>
internal static class VisitorServices
{
    private const long MaxBodyBytes = 64 * 1024;
    private const int MaxMessageBytes = 32 * 1024;

    /// <summary>Sessions whose connection broke are kept for a while, so that a page comes back as it was; each costs as much as an open one.</summary>
    private const int OpenPerDisconnected = 8;

    private static readonly TimeSpan DisconnectedRetention = TimeSpan.FromMinutes(2);

    /// <summary>Adds the limits.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddVisitorLimits(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<VisitorOptions>().BindConfiguration(VisitorOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<VisitorOptions>, VisitorOptionsValidator>();
        services.AddSingleton<SessionCount>();
        services.AddSingleton<PageQueue>();
        services.AddSingleton<MessageRateFilter>();
        services.AddOptions<Microsoft.AspNetCore.Components.Server.CircuitOptions>().Configure<SessionCount>((circuit, sessions) =>
        {
            circuit.DisconnectedCircuitMaxRetained = Math.Max(1, sessions.Max / OpenPerDisconnected);
            circuit.DisconnectedCircuitRetentionPeriod = DisconnectedRetention;
            circuit.PersistedCircuitInMemoryMaxRetained = circuit.DisconnectedCircuitMaxRetained;
        });
        services.AddServerSideBlazor().AddHubOptions(hub =>
        {
            hub.MaximumReceiveMessageSize = MaxMessageBytes;
            hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
            hub.AddFilter<MessageRateFilter>();
        });
        services.AddOptions<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>().Configure<SessionCount>((kestrel, sessions) =>
        {
            kestrel.Limits.MaxConcurrentUpgradedConnections = sessions.Max;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
        });
    }

    /// <summary>Lets in whom there is room for; stands behind what tells the client's address.</summary>
    /// <param name="app">The application.</param>
    public static void UseVisitorLimits(this IApplicationBuilder app) => app.UseWebSockets().UseMiddleware<SessionGate>();
}
