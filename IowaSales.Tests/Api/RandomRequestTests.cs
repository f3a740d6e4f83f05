using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>
/// Requests that nobody would send, from a generator that reads the OpenAPI document. A slice by default; <c>RANDOM_REQUESTS</c> sets the
/// count (eng/random-requests.sh sends 100,000).
/// </summary>
public sealed class RandomRequestTests(ITestOutputHelper output)
{
    private const int Slice = 4_000;
    private const int Connections = 8;

    /// <summary>What a service may say to nonsense; 5xx is not among it.</summary>
    private static readonly int[] Expected = [200, 201, 304, 400, 401, 403, 404, 405, 409, 413, 414, 415, 422];

    [Fact]
    public async Task Random_requests_made_from_the_openapi_document_never_fail_the_service()
    {
        var count = int.TryParse(Environment.GetEnvironmentVariable("RANDOM_REQUESTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : Slice;
        await using var store = await TestStore.SqliteAsync();
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Sales:Store"] = store.Connection,
            ["Guard:ApiKeySha256"] = Convert.ToHexStringLower(SHA256.HashData("key"u8)),
        });
        await StoreHost.UntilAsync(() => new MonitoringClient(host.Client).GetAlertsAsync(cancellationToken: TestContext.Current.CancellationToken), _ => true);
        await StoreHost.UntilAsync(() => new MonitoringClient(host.Client).GetAccuracyAsync(cancellationToken: TestContext.Current.CancellationToken), _ => true);
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var generator = new OpenApiRequests(document.RootElement, ModelFactory.Items, "key");
        var statuses = new int[600];
        var started = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(Enumerable.Range(0, Connections), TestContext.Current.CancellationToken, async (worker, token) =>
        {
            var random = new Random(worker);
            for (var i = 0; i < count / Connections; i++)
            {
                using var request = generator.Next(random);
                using var response = await host.Client.SendAsync(request, token);
                var status = (int)response.StatusCode;
                Interlocked.Increment(ref statuses[status]);
                Assert.True(Expected.Contains(status), $"{request.Method} {request.RequestUri} gave {status}");
                if (status >= 400)
                {
                    await CheckProblemAsync(request, response, token);
                }
            }
        });

        var summary = string.Join(", ", statuses.Index().Where(status => status.Item > 0).Select(status => $"{status.Index}: {status.Item}"));
        output.WriteLine($"{count} random requests to {generator.OperationCount} operations in {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s; answers by status: {summary}");
        Assert.True(statuses[200] > count / 20 && statuses[400] > count / 20 && statuses[404] > count / 20, $"The generator reaches too little: {summary}");
        Assert.DoesNotContain(host.Logged, entry => entry.Level >= Microsoft.Extensions.Logging.LogLevel.Error);
    }

    private static async Task CheckProblemAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The server itself refuses what is not HTTP, and HEAD has no body.
        if (request.Method == HttpMethod.Head || response.Content.Headers.ContentType is null)
        {
            return;
        }

        Assert.Equal(new MediaTypeHeaderValue("application/problem+json"), response.Content.Headers.ContentType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
        Assert.True(
            problem.RootElement.GetProperty("detail").GetString() is { Length: > 10 } && problem.RootElement.GetProperty("traceId").GetString() is { Length: > 0 },
            $"{request.Method} {request.RequestUri} has no detail or trace id.");
    }
}
