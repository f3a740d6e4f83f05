using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task With_an_OTLP_endpoint_logs_metrics_and_traces_go_there_and_health_checks_are_not_traced()
    {
        await using var collector = await Collector.StartAsync();
        await using (var service = await SmallService.StartAsync(
            null, ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")))
        {
            await service.Http.GetStringAsync(new Uri("/alive", UriKind.Relative), TestContext.Current.CancellationToken);
            await service.Http.GetStringAsync(new Uri("/hello", UriKind.Relative), TestContext.Current.CancellationToken);
        }

        Assert.Contains("http.server.request.duration", collector.Received("/v1/metrics"), StringComparison.Ordinal);
        Assert.Contains("Application started", collector.Received("/v1/logs"), StringComparison.Ordinal);
        // The names of the service's own spans; the test's client leaves spans too
        Assert.Contains("GET /hello", collector.Received("/v1/traces"), StringComparison.Ordinal);
        Assert.DoesNotContain("GET /alive", collector.Received("/v1/traces"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_open_only_where_asked_for()
    {
        await using var closed = await SmallService.StartAsync();
        await using var open = await SmallService.StartAsync(null, ("Metrics:Prometheus", "true"));
        await open.Http.GetStringAsync(new Uri("/hello", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, (await closed.Http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        var metrics = await open.Http.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("http_server_request_duration_seconds_count", metrics, StringComparison.Ordinal);
    }

    /// <summary>Keeps what is sent to it, an OTLP collector in that it answers.</summary>
    private sealed class Collector(WebApplication app, ConcurrentQueue<(string Path, byte[] Body)> bodies) : IAsyncDisposable
    {
        public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        public static async Task<Collector> StartAsync()
        {
            var bodies = new ConcurrentQueue<(string, byte[])>();
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var app = builder.Build();
            app.MapPost("/{**path}", async (HttpRequest request) =>
            {
                using var body = new MemoryStream();
                await request.Body.CopyToAsync(body);
                bodies.Enqueue((request.Path.Value!, body.ToArray()));
                return Results.Bytes([], "application/x-protobuf");
            });
            await app.StartAsync(TestContext.Current.CancellationToken);
            return new Collector(app, bodies);
        }

        /// <summary>All that came to an address; names and values are readable in its protocol buffers.</summary>
        public string Received(string path) =>
            string.Concat(bodies.Where(body => body.Path == path).Select(body => Encoding.Latin1.GetString(body.Body)));

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
