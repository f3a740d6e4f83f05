using System.Net;
using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Http.Guards;

/// <summary>Bounds what connections may take: their number, how slow they are, and the memory that waits for them to read.</summary>
internal static partial class ConnectionGuard
{
    /// <summary>Bytes that the kernel and the server may each hold for one connection that does not read.</summary>
    public const int BufferBytes = 32 * 1024;

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
    public static long FittingConnections => ServiceMemory.Fit(ConnectionShare, ConnectionBytes, MinConnections, DefaultMaxConnections);

    /// <summary>Adds the bounds.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="guard">The settings.</param>
    public static void AddConnectionGuard(this WebApplicationBuilder builder, GuardOptions guard)
    {
        var max = guard.MaxConnections ?? FittingConnections;
        var gate = new ConnectionGate(max, guard.MaxConnectionsPerClient ?? Math.Max(1, max / 2), TimeProvider.System);
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
            kestrel.Limits.MaxRequestBodySize = guard.MaxBodyBytes;
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
        var gate = app.Services.GetRequiredService<ConnectionGate>();
        var guard = app.Services.GetRequiredService<IOptions<GuardOptions>>().Value;
        if (guard.MaxConnections > FittingConnections)
        {
            TooMany(app.Logger, guard.MaxConnections.Value, ServiceMemory.Shown(ServiceMemory.Available), FittingConnections);
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
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "2";
        return context.RequestServices.GetRequiredService<IProblemDetailsService>().WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails
            {
                Status = StatusCodes.Status503ServiceUnavailable,
                Detail = "Too many connections are open to this service; close those that are not used, and try again in a few seconds.",
            },
        }).AsTask();
    }

    [LoggerMessage(1, LogLevel.Warning, "Guard:MaxConnections is {Set}, but with {Memory} of memory only {Fit} connections fit; raise the memory limit, or leave the setting out")]
    private static partial void TooMany(ILogger logger, long set, string memory, long fit);
}
