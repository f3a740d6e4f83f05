using IowaSales.Tests.Api;
using IowaSales.Tests.Browser;
using IowaSales.Tests.Trainer;
using Xunit;

namespace IowaSales.Tests.Defaults;

/// <summary>What the programs, as processes of their own, send to a collector.</summary>
public sealed class SystemTelemetryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_dashboard_asks_by_itself_every_few_seconds_is_in_no_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        (string, string)[] telemetry =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ];
        var folder = Directory.CreateTempSubdirectory("polls-").FullName;
        try
        {
            var model = Path.Combine(folder, "model");
            ModelFactory.Save(model);
            using var api = new ServiceProcess("IowaSales.Api", [.. telemetry, ("Model__Path", model), ("Metrics__Prometheus", "true")]);
            await api.StartAsync();
            using var web = new ServiceProcess("IowaSales.Web", [.. telemetry, ("Api__BaseUrl", api.Address)]);
            await web.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(api.Address) };

            // Answered twice, the dashboard has asked; what is asked by hand afterwards is exported after that.
            await EventuallyAsync(async () => Polls(await client.GetStringAsync("/metrics", Cancellation)) >= 2);
            await client.GetStringAsync("/items", Cancellation);
            await EventuallyAsync(() => Task.FromResult(collector.Received("/v1/traces").Contains("/items", StringComparison.Ordinal)));

            Assert.DoesNotContain("/model", collector.Received("/v1/traces"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_the_trainer_says_reaches_the_collector_with_how_it_ended()
    {
        await using var collector = await OtlpCollector.StartAsync();
        using var run = new TrainerRun();
        run.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
        run.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";

        await run.DoProcessAsync("simulate", "--output", "sample.csv");
        Assert.Equal(3, await run.RunProcessAsync("train", "--data", "absent.csv"));

        var logs = collector.Received("/v1/logs");
        Assert.Contains("sample.csv", logs, StringComparison.Ordinal);
        Assert.Contains("absent.csv", logs, StringComparison.Ordinal);
        Assert.Contains("(exit code 3)", logs, StringComparison.Ordinal);
        Assert.Contains("trainer", logs, StringComparison.Ordinal);
    }

    private static double Polls(string metrics) => metrics.Split('\n')
        .Where(line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal) && line.Contains("\"/model\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var tries = 0; !await condition(); tries++)
        {
            Assert.True(tries < 600, "It did not come to pass within a minute.");
            await Task.Delay(100, Cancellation);
        }
    }
}
