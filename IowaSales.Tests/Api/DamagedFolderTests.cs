using System.Net;
using System.Text.Json;
using IowaSales.Forecasting.Artifacts;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>A model folder that cannot be used never ends the service: what was served stays, and /health says what is wrong.</summary>
public sealed class DamagedFolderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"current\":null}", "damaged")]
    [InlineData("null", "damaged")]
    [InlineData("{\"current\":\"../../etc\"}", "damaged")]
    [InlineData("{\"current\":\"gone\"}", "There is no model")]
    [InlineData("{\"current\":", "damaged")]
    public async Task A_registry_that_cannot_be_used_leaves_the_service_running(string registry, string reason)
    {
        await using var host = await ApiHost.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(host.ModelFolder, "registry.json"), registry, Cancellation);
        await host.Refresher.RefreshAsync(Cancellation);
        await ShowsAsync(host, HttpStatusCode.OK, "degraded", reason);
        using var served = await host.Client.GetAsync("/predict/BLACK VELVET", Cancellation);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);

        File.Delete(Path.Combine(host.ModelFolder, "registry.json"));
        await host.Refresher.RefreshAsync(Cancellation);
        await ShowsAsync(host, HttpStatusCode.OK, "healthy", "serves");
    }

    [Theory]
    [InlineData("{\"current\":null}", "damaged")]
    [InlineData("[]", "damaged")]
    public async Task So_does_one_that_is_there_at_the_start(string registry, string reason)
    {
        await using var host = await ApiHost.StartAsync(
            folder =>
            {
                ModelFactory.Save(Path.Combine(folder, "model"));
                File.WriteAllText(Path.Combine(folder, "model", "registry.json"), registry);
            },
            ready: false);
        await ShowsAsync(host, HttpStatusCode.ServiceUnavailable, "unhealthy", reason);
        using var alive = await host.Client.GetAsync("/alive", Cancellation);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("registry.json")]
    public async Task A_file_that_cannot_be_read_is_told_as_that(string file)
    {
        await using var host = await ApiHost.StartAsync(folder =>
        {
            var path = Path.Combine(folder, "model");
            var manifest = ModelFactory.Save(path);
            if (file == "registry.json")
            {
                new ModelRegistry(path).KeepChampion(DateTimeOffset.UnixEpoch, $"{manifest.ModelVersion} is the only one.");
            }
        });

        // Locked by its writer: a program that may not read the file fails in the same way, and unlike it that holds for root too.
        await using (new FileStream(Path.Combine(host.ModelFolder, file), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            File.SetLastWriteTimeUtc(Path.Combine(host.ModelFolder, "registry.json") is var registry && File.Exists(registry) ? registry : Path.Combine(host.ModelFolder, "sales.bin"), DateTime.UnixEpoch);
            await host.Refresher.RefreshAsync(Cancellation);
            await ShowsAsync(host, HttpStatusCode.OK, "degraded", "cannot be read");
        }
    }

    private static async Task ShowsAsync(ApiHost host, HttpStatusCode status, string health, string detail)
    {
        using var response = await host.Client.GetAsync("/health", Cancellation);
        Assert.Equal(status, response.StatusCode);
        using var report = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(health, report.RootElement.GetProperty("status").GetString());
        Assert.Contains(detail, report.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
