using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class TelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_tell_outcomes_ages_reloads_and_refusals_and_the_log_says_why()
    {
        using var folder = new ModelFolder();
        using var process = folder.Start(("Metrics__Prometheus", "true"), ("Model__PollInterval", "00:00:00.1"));
        using var client = await folder.HealthyClientAsync();
        foreach (var path in (string[])["/items", "/predict/BLACK%20VELVET", "/predict/NOTHING", "/predict/BLACK%20VELVET?horizon=99"])
        {
            using var response = await client.GetAsync(path, Cancellation);
        }

        await File.WriteAllTextAsync(Path.Combine(folder.Path, "manifest.json"), "{", Cancellation);
        await EventuallyAsync(client, metrics => Value(metrics, "iowasales_model_load_failures_total") == 1);
        ModelFactory.Save(folder.Path, level: 300);
        await EventuallyAsync(client, metrics => Value(metrics, "iowasales_model_reloads_total") == 2);

        var metrics = await client.GetStringAsync("/metrics", Cancellation);
        Assert.Equal(2, Value(metrics, "iowasales_requests_total", "outcome=\"answered\""));
        Assert.Equal(1, Value(metrics, "iowasales_requests_total", "outcome=\"unknown\""));
        Assert.Equal(1, Value(metrics, "iowasales_requests_total", "outcome=\"invalid\""));
        Assert.Equal(1, Value(metrics, "iowasales_model_load_failures_total"));
        Assert.Equal(ModelFactory.Items.Length, Value(metrics, "iowasales_items"));
        Assert.InRange(Value(metrics, "iowasales_model_age_seconds"), 0, 86400);
        var dataAge = DateTime.UtcNow - ModelFactory.FirstDate.AddDays(ModelFactory.Days).ToDateTime(TimeOnly.MinValue);
        Assert.InRange(Value(metrics, "iowasales_data_age_seconds"), dataAge.TotalSeconds - 600, dataAge.TotalSeconds + 600);
        Assert.Equal(100, Value(metrics, "iowasales_data_missing_days"));
        // Health checks and scrapes are not requests to be measured.
        var durations = metrics.Split('\n').Where(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(durations, line => line.Contains("\"/health\"", StringComparison.Ordinal));
        Assert.Contains(durations, line => line.Contains("\"/predict/{item_name}\"", StringComparison.Ordinal));

        Assert.Contains("still serving model", process.Output, StringComparison.Ordinal);
        Assert.Contains("(manifest.json)", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_closed_until_they_are_opened()
    {
        await using var host = await ApiHost.StartAsync();
        using var response = await host.Client.GetAsync("/metrics", Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Traces_tell_of_requests_and_not_of_health_checks()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The process is told to stop by a signal.");
        var exported = new ConcurrentQueue<string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            if (signal == "traces")
            {
                exported.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
            }
        });
        await collector.StartAsync(Cancellation);

        using var folder = new ModelFolder();
        using var process = folder.Start(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("Metrics__Prometheus", "true"));
        using (var client = await folder.HealthyClientAsync())
        {
            foreach (var path in (string[])["/alive", "/predict/BLACK%20VELVET", "/metrics", "/health"])
            {
                using var response = await client.GetAsync(path, Cancellation);
            }
        }

        await process.TerminateAsync(Cancellation);
        await process.EndAsync(Cancellation);

        // What is still to be sent goes out when the service stops.
        var traces = string.Concat(exported);
        Assert.Contains("/predict/", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/health", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/alive", traces, StringComparison.Ordinal);
        Assert.DoesNotContain("/metrics", traces, StringComparison.Ordinal);
    }

    private static async Task EventuallyAsync(HttpClient client, Func<string, bool> condition)
    {
        for (var tries = 0; !condition(await client.GetStringAsync("/metrics", Cancellation)); tries++)
        {
            Assert.True(tries < 300, "It did not come to pass within half a minute.");
            await Task.Delay(100, Cancellation);
        }
    }

    /// <summary>The value of a metric in Prometheus text, of the line with a label where one is given.</summary>
    private static double Value(string metrics, string name, string label = "")
    {
        var line = metrics.Split('\n').SingleOrDefault(line =>
            (line.StartsWith($"{name}{{", StringComparison.Ordinal) || line.StartsWith($"{name} ", StringComparison.Ordinal)) && line.Contains(label, StringComparison.Ordinal));
        return line is null
            ? 0
            : double.Parse(line[(line.LastIndexOf('}') + 1)..].Replace(name, "", StringComparison.Ordinal).Trim().Split(' ')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>A model in a folder of its own, and the service over it as a process: its meters and spans are then no other test's.</summary>
    private sealed class ModelFolder : IDisposable
    {
        private readonly int _port = ApiProcess.FreePort();

        public ModelFolder() => ModelFactory.Save(Path);

        public string Path { get; } = System.IO.Path.Combine(Directory.CreateTempSubdirectory("telemetry-").FullName, "model");

        public ApiProcess Start(params (string Name, string Value)[] settings) => new(
            settings.Append(("Model__Path", Path)).ToDictionary(setting => setting.Item1, setting => setting.Item2),
            "--urls",
            $"http://127.0.0.1:{_port}");

        public async Task<HttpClient> HealthyClientAsync()
        {
            var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
            await ApiProcess.HealthyAsync(client, Cancellation);
            return client;
        }

        public void Dispose() => Directory.Delete(Directory.GetParent(Path)!.FullName, recursive: true);
    }
}
