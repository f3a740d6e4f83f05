using System.Text.RegularExpressions;
using IowaSales.Contracts;
using IowaSales.Tests.Api;
using IowaSales.Tests.Browser;
using IowaSales.Tests.Forecasting.Data;
using Xunit;

namespace IowaSales.Tests.Defaults;

/// <summary>Alert rules and the dashboard of metrics, against what the services expose.</summary>
public sealed partial class MonitoringTests
{
    // Counters that nothing has increased yet are not exposed
    private static readonly string[] OnlyAfterEvents = ["iowasales_model_load_failures_total"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_metric_that_is_watched_or_drawn_is_exposed_by_a_service_on_the_port_of_its_own()
    {
        var folder = Directory.CreateTempSubdirectory("monitoring-").FullName;
        try
        {
            var model = Path.Combine(folder, "model");
            ModelFactory.Save(model);
            var port = ApiProcess.FreePort();
            using var api = new ServiceProcess(
                "IowaSales.Api",
                ("Model__Path", model),
                ("Sales__Store", Path.Combine(folder, "sales.db")),
                ("Sales__PollInterval", "00:00:00.1"),
                ("Guard__ApiKeySha256", Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(StoreHost.Key)))),
                ("Metrics__Prometheus", "true"),
                ("Metrics__Port", $"{port}"));
            await api.StartAsync();
            using var client = new HttpClient { BaseAddress = new Uri(api.Address) };
            var (sales, monitoring) = (new SalesClient(client), new MonitoringClient(client));
            await StoreHost.UntilAsync(() => monitoring.GetAccuracyAsync(28, Cancellation), _ => true);
            var unusual = StoreHost.DayOf(StoreHost.NextDay, 20_000);
            await sales.ImportSalesAsync(new(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(unusual)), "text/csv", "test"), StoreHost.Key, cancellationToken: Cancellation);
            await StoreHost.UntilAsync(() => monitoring.GetAlertsAsync(cancellationToken: Cancellation), feed => feed.Open.Count > 0);
            await StoreHost.UntilAsync(() => monitoring.GetAccuracyAsync(28, Cancellation), accuracy => accuracy.Total is not null);

            using var scraper = new HttpClient();
            var exposed = NamesIn(await scraper.GetStringAsync($"http://127.0.0.1:{port}/metrics", Cancellation));
            var folderOfRules = Path.Combine(RepositoryFolder.Path, "deploy", "kubernetes", "components", "monitoring");
            var watched = NamesIn(await File.ReadAllTextAsync(Path.Combine(folderOfRules, "rules.yaml"), Cancellation))
                .Union(NamesIn(await File.ReadAllTextAsync(Path.Combine(folderOfRules, "dashboard.json"), Cancellation)));

            Assert.Empty(watched.Except(exposed).Except(OnlyAfterEvents));
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/metrics", Cancellation)).StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static HashSet<string> NamesIn(string text) => [.. MetricName().Matches(text).Select(match => match.Value)];

    [GeneratedRegex("\\b(iowasales|http_server|dotnet)_[a-z0-9_]+")]
    private static partial Regex MetricName();
}
