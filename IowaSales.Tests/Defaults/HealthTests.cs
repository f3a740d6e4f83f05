using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using IowaSales.ServiceDefaults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class HealthTests
{
    [Fact]
    public async Task A_service_that_cannot_do_its_work_is_alive_and_says_what_is_wrong()
    {
        await using var service = await SmallService.StartAsync(checks => checks
            .AddCheck("late", () => HealthCheckResult.Degraded("The sales are old."))
            .AddCheck("model", () => HealthCheckResult.Unhealthy("There is no model.", new InvalidOperationException("secret of the inside"))));

        Assert.Equal(HttpStatusCode.OK, (await GetAsync(service, "/alive")).StatusCode);
        var response = await GetAsync(service, "/health");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var report = JsonDocument.Parse(text).RootElement;
        Assert.Equal("unhealthy", report.GetProperty("status").GetString());
        Assert.Equal("There is no model.", report.GetProperty("detail").GetString());
        Assert.Equal("degraded", report.GetProperty("checks").GetProperty("late").GetProperty("status").GetString());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Degraded_is_still_ready()
    {
        await using var service = await SmallService.StartAsync(checks => checks.AddCheck("late", () => HealthCheckResult.Degraded("The sales are old.")));

        var report = await service.Http.GetFromJsonAsync<JsonElement>("/health", TestContext.Current.CancellationToken);

        Assert.Equal("degraded", report.GetProperty("status").GetString());
        Assert.Equal("The sales are old.", report.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task The_probe_passes_on_success_and_fails_on_anything_else()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PORT") is null && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null, "PORT or ASPNETCORE_URLS is set, which the probe would ask");
        await using var service = await SmallService.StartAsync(checks => checks.AddCheck("model", () => HealthCheckResult.Unhealthy("There is no model.")));
        var closed = await ClosedPortAsync();

        Assert.Equal(0, await HealthProbe.RunAsync(service.Address.Port, "/alive"));
        Assert.Equal(1, await HealthProbe.RunAsync(service.Address.Port, "/health", TimeSpan.FromMilliseconds(300)));
        Assert.Equal(1, await HealthProbe.RunAsync(closed, "/alive", TimeSpan.FromMilliseconds(300)));
        Assert.True(HealthProbe.IsAskedFor(["--healthcheck"]));
        Assert.False(HealthProbe.IsAskedFor(["--urls", "http://localhost:1"]));
    }

    [Fact]
    public async Task The_probe_waits_for_a_service_that_is_starting()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("PORT") is null && Environment.GetEnvironmentVariable("ASPNETCORE_URLS") is null, "PORT or ASPNETCORE_URLS is set, which the probe would ask");
        var asked = 0;
        await using var service = await SmallService.StartAsync(checks => checks.AddCheck(
            "model", () => Interlocked.Increment(ref asked) < 3 ? HealthCheckResult.Unhealthy("The model is being read.") : HealthCheckResult.Healthy()));

        Assert.Equal(0, await HealthProbe.RunAsync(service.Address.Port, "/health", TimeSpan.FromMinutes(1)));
        Assert.Equal(3, asked);
    }

    private static Task<HttpResponseMessage> GetAsync(SmallService service, string path) =>
        service.Http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    private static async Task<int> ClosedPortAsync()
    {
        await using var service = await SmallService.StartAsync();
        return service.Address.Port;
    }
}
