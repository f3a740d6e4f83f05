using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using IowaSales.Api.Overview;
using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data.Files;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SwapTests
{
    private static readonly Dictionary<string, string> FastLooks = new() { ["Model:PollInterval"] = "00:00:00.05" };

    [Fact]
    public async Task New_models_are_taken_up_under_load_without_a_failed_or_mixed_answer()
    {
        await using var host = await ApiHost.StartAsync(settings: FastLooks);
        var means = new ConcurrentDictionary<string, ConcurrentDictionary<string, bool>>();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var answers = 0;
            while (!stop.IsCancellationRequested)
            {
                using var response = await host.Client.GetAsync("/forecasts", TestContext.Current.CancellationToken);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
                using var page = JsonDocument.Parse(body);
                var forecasts = page.RootElement.GetProperty("forecasts").EnumerateArray().ToArray();
                var version = Assert.Single(forecasts.Select(forecast => forecast.GetProperty("model_version").GetString()!).Distinct());
                var content = string.Join('|', forecasts.Select(forecast => forecast.GetProperty("predictions")[0].GetProperty("mean").GetRawText()));
                means.GetOrAdd(version, _ => new()).TryAdd(content, true);
                answers++;
            }

            return answers;
        })).ToArray();

        foreach (var level in (double[])[200, 300, 400, 500, 600])
        {
            var manifest = ModelFactory.Save(host.ModelFolder, level);
            await EventuallyAsync(() => host.Source.Current?.Version == manifest.ModelVersion);
        }

        await stop.CancelAsync();
        var total = (await Task.WhenAll(readers)).Sum();
        Assert.True(total > 0);
        Assert.All(means.Values, contents => Assert.Single(contents));
        Assert.Null(host.Source.Refusal);
    }

    [Fact]
    public async Task What_is_being_computed_when_another_snapshot_comes_is_answered_from_that_one()
    {
        await using var host = await ApiHost.StartAsync();
        var served = host.Source.Current!;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endless = new SnapshotPart(typeof(OverviewView), false, (_, token) =>
        {
            begun.SetResult();
            token.WaitHandle.WaitOne(TimeSpan.FromSeconds(30));
            token.ThrowIfCancellationRequested();
            return null;
        });
        host.Source.Publish(new ForecastSnapshot(served.Model, served.Panel, served.ChampionForecasts, served.GeneratedAt, served.Stale, null, [endless]));

        var asked = host.Client.GetAsync("/overview", TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        host.Source.Publish(served.WithStale(served.Stale));

        using var answer = await asked;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_damaged_model_is_refused_and_the_old_one_serves_until_a_good_one_comes()
    {
        await using var host = await ApiHost.StartAsync(settings: FastLooks);
        var served = host.Source.Current!.Version;
        var path = Path.Combine(host.ModelFolder, "families.bin");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        await EventuallyAsync(() => host.Source.Refusal is not null);

        Assert.Equal(served, host.Source.Current!.Version);
        Assert.Contains("families.bin", host.Source.Refusal, StringComparison.Ordinal);
        using var health = await host.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains("degraded", await health.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var good = ModelFactory.Save(host.ModelFolder, level: 250);
        await EventuallyAsync(() => host.Source.Current!.Version == good.ModelVersion && host.Source.Refusal is null);
    }

    [Fact]
    public async Task A_model_that_comes_after_the_start_is_taken_up()
    {
        await using var host = await ApiHost.StartAsync(_ => { }, FastLooks, ready: false);
        Assert.Null(host.Source.Current);
        ModelFactory.Save(host.ModelFolder);
        await EventuallyAsync(() => host.Source.Current is not null);
        using var health = await host.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Newer_sales_roll_the_forecast_forward_and_bring_new_items()
    {
        var settings = new Dictionary<string, string>(FastLooks) { ["Data:Path"] = Path.Combine("{folder}", "sales.csv") };
        await using var host = await ApiHost.StartAsync(
            folder =>
            {
                ModelFactory.Save(Path.Combine(folder, "model"));
                Write(folder, ModelFactory.Days, []);
            },
            settings);
        Assert.Equal(ModelFactory.FirstDate.AddDays(ModelFactory.Days - 1), host.Source.Current!.DataThrough);
        var before = host.Source.Current.EntityTag;

        Write(host.Folder, ModelFactory.Days + 12, ["NEW"]);
        await EventuallyAsync(() => host.Source.Current!.EntityTag != before);
        var through = ModelFactory.FirstDate.AddDays(ModelFactory.Days + 11);
        Assert.Equal(through, host.Source.Current!.DataThrough);
        using var forecast = JsonDocument.Parse(await host.Client.GetStringAsync("/predict/NEW", TestContext.Current.CancellationToken));
        Assert.Equal(
            through.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            forecast.RootElement.GetProperty("predictions")[0].GetProperty("date").GetString());
        var overview = await host.Client.GetStringAsync("/overview", TestContext.Current.CancellationToken);
        Assert.Contains("unknown_to_model", overview, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(host.Folder, "sales.csv"), "date,item_name,total_amount_sold\nyesterday,X,many\n", TestContext.Current.CancellationToken);
        await EventuallyAsync(() => host.Source.Refusal is not null);
        Assert.Contains("line 2", host.Source.Refusal, StringComparison.Ordinal);
        Assert.Equal(through, host.Source.Current!.DataThrough);
    }

    [Fact]
    public async Task Many_reloads_at_once_while_models_change_all_succeed_and_load_each_model_once()
    {
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Model:PollInterval"] = "1:00:00",
            ["Guard:ApiKeySha256"] = Convert.ToHexStringLower(SHA256.HashData("key"u8)),
        });
        var client = new ForecastClient(host.Client);
        foreach (var level in (double[])[200, 300, 400])
        {
            var manifest = ModelFactory.Save(host.ModelFolder, level);
            var models = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.ReloadAsync("key", TestContext.Current.CancellationToken)));
            Assert.All(models, model => Assert.Equal(manifest.ModelVersion, model.Version));
        }

        Assert.Equal(4, host.Logged.Count(entry => entry.Message.Contains(" loaded: ", StringComparison.Ordinal)));
        var refused = await Assert.ThrowsAsync<ForecastApiException>(() => client.ReloadAsync("wrong", TestContext.Current.CancellationToken));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
    }

    [Fact]
    public async Task Answers_turn_stale_when_the_sales_have_become_too_old()
    {
        // The last sales are of Thursday, 2023-07-20; four open days later they are not yet old.
        var time = new FakeTimeProvider(new DateTimeOffset(2023, 7, 26, 12, 0, 0, TimeSpan.Zero));
        await using var host = await ApiHost.StartAsync(time: time);
        var client = new ForecastClient(host.Client);
        var fresh = await client.GetForecastAsync("BLACK VELVET", cancellationToken: TestContext.Current.CancellationToken);
        var tag = host.Source.Current!.EntityTag;
        Assert.False(fresh.Stale);
        time.Advance(TimeSpan.FromDays(1));
        await host.Refresher.RefreshAsync(TestContext.Current.CancellationToken);
        var stale = await client.GetForecastAsync("BLACK VELVET", cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(stale.Stale);
        Assert.Equal((fresh.ModelVersion, fresh.GeneratedAt, fresh.DataThrough), (stale.ModelVersion, stale.GeneratedAt, stale.DataThrough));
        Assert.NotEqual(tag, host.Source.Current!.EntityTag);
    }

    private static void Write(string folder, int days, string[] newItems)
    {
        var temporary = Path.Combine(folder, "sales.tmp");
        using (var stream = File.Create(temporary))
        {
            SalesCsvWriter.Write(ModelFactory.Sales(100, days, [.. ModelFactory.Items, .. newItems]).Build(), stream, TestContext.Current.CancellationToken);
        }

        File.Move(temporary, Path.Combine(folder, "sales.csv"), overwrite: true);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var tries = 0; !condition(); tries++)
        {
            Assert.True(tries < 600, "It did not come to pass within half a minute.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
