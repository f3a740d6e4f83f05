using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IowaSales.ServiceDefaults.Connections;

/// <summary>Bounds what connections may take: their number, how slow they are, and the memory that waits for them to read.</summary>
public static partial class ConnectionGuard
{
    /// <summary>Bytes that the kernel and the server may each hold for one connection that does not read.</summary>
    private const int BufferBytes = 32 * 1024;

    /// <summary>Bytes that an open connection takes of itself.</summary>
    private const long ConnectionBytes = 24 * 1024;
    private const double ConnectionShare = 0.125;
    private const long MinConnections = 128;
    private const long DefaultMaxConnections = 2000;
    private const int MaxHeaders = 64;
    private const int MaxHeaderBytes = 16 * 1024;

    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(5);
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
    private static readonly MinDataRate SlowestReader = new(bytesPerSecond: 2048, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>Most connections that fit the memory.</summary>
    private static long FittingConnections => ServiceMemory.Fit(ConnectionShare, ConnectionBytes, MinConnections, DefaultMaxConnections);

    /// <summary>Adds the bounds.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="maxConnections">Most connections at once; null for as many as fit the memory, at most 2000.</param>
    /// <param name="maxPerClient">Most connections of one client at once; null for half of all.</param>
    public static void AddConnectionGuard(this WebApplicationBuilder builder, long? maxConnections = null, long? maxPerClient = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var max = maxConnections ?? FittingConnections;
        var gate = new ConnectionGate(max, maxPerClient ?? Math.Max(1, max / 2), TimeProvider.System);
        var proxies = TrustedProxies.In(builder.Configuration);
        builder.Services.AddSingleton(gate);
        builder.Services.Configure<SocketTransportOptions>(options => options.CreateBoundListenSocket = endpoint =>
        {
            // Accepted sockets have the listener's buffers: without a bound the kernel would hold megabytes for each reader that is slow.
            var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
            socket.SendBufferSize = BufferBytes;
            socket.ReceiveBufferSize = 2 * BufferBytes;
            return socket;
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestHeaderCount = MaxHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
            kestrel.Limits.MaxResponseBufferSize = BufferBytes;
            kestrel.Limits.KeepAliveTimeout = KeepAlive;
            kestrel.Limits.RequestHeadersTimeout = Headers;
            kestrel.Limits.MinRequestBodyDataRate = SlowestBody;
            kestrel.Limits.MinResponseDataRate = SlowestReader;
            kestrel.ConfigureEndpointDefaults(listen => listen.Use(next => connection => ServeAsync(gate, proxies, next, connection)));
        });
    }

    /// <summary>Notes which connections are busy, and answers only probes on those that were let in beyond the limits.</summary>
    /// <param name="app">The application.</param>
    public static void UseConnectionGuard(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var gate = app.Services.GetRequiredService<ConnectionGate>();
        if (gate.Max > FittingConnections)
        {
            TooMany(app.Logger, gate.Max, ServiceMemory.Shown(ServiceMemory.Available), FittingConnections);
        }

        app.Use(async (context, next) =>
        {
            if (context.Features.Get<ConnectionSlot>() is not { } slot)
            {
                await next(context);
                return;
            }

            gate.Begin(slot);
            try
            {
                if (slot.IsReserve)
                {
                    context.Response.Headers.Connection = "close";
                    if (!IsProbe(context.Request))
                    {
                        await RefuseAsync(context);
                        return;
                    }
                }

                await next(context);
            }
            finally
            {
                gate.End(slot);
            }
        });
    }

    private static async Task ServeAsync(ConnectionGate gate, TrustedProxies.Known proxies, ConnectionDelegate next, ConnectionContext connection)
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address;
        if (gate.Enter(ClientNetwork.Of(address), connection.Abort, address is not null && proxies.Contain(address)) is not { } slot)
        {
            connection.Abort();
            return;
        }

        connection.Features.Set(slot);
        try
        {
            if (slot.IsReserve)
            {
                using var deadline = new Timer(_ => connection.Abort(), null, ConnectionGate.ReserveTime, Timeout.InfiniteTimeSpan);
                await next(connection);
            }
            else
            {
                await next(connection);
            }
        }
        finally
        {
            gate.Leave(slot);
        }
    }

    private static bool IsProbe(HttpRequest request) => request.Path.Value is "/alive" or "/health";

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "2";
        return Refusal.WriteAsync(
            context,
            StatusCodes.Status503ServiceUnavailable,
            "Too many connections are open to this service; close those that are not used, and try again in a few seconds.");
    }

    [LoggerMessage(1, LogLevel.Warning, "Guard:MaxConnections is {Set}, but with {Memory} of memory only {Fit} connections fit; raise the memory limit, or leave the setting out")]
    private static partial void TooMany(ILogger logger, long set, string memory, long fit);
}
