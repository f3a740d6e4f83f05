using System.Net;
using IowaSales.Tests.Api;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class TelemetryTests
{
    [Fact]
    public async Task With_an_OTLP_endpoint_logs_metrics_and_traces_go_there_and_health_checks_are_not_traced()
    {
        await using var collector = await OtlpCollector.StartAsync();
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
    public async Task Metrics_with_a_port_of_their_own_are_on_no_other()
    {
        var port = ApiProcess.FreePort();
        await using var service = await SmallService.StartAsync(null, ("Metrics:Prometheus", "true"), ("Metrics:Port", $"{port}"));

        Assert.Equal(HttpStatusCode.NotFound, (await service.Http.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
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
}
