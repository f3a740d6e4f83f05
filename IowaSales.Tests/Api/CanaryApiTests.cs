using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Tests.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class SqliteCanaryApiTests : CanaryApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.SqliteAsync();
}

public sealed class PostgresCanaryApiTests : CanaryApiTests
{
    protected override Task<TestStore> CreateAsync() => TestStore.PostgresAsync();
}

/// <summary>An API that starts with a challenger beside the champion.</summary>
public abstract class CanaryApiTests
{
    private const double Share = 0.5;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_challenger_serves_its_share_of_items_and_is_compared_on_all_of_them()
    {
        await using var host = await StoreHost.StartAsync(await CreateAsync(), prepare: Prepare);
        var registry = new ModelRegistry(host.Host.ModelFolder);
        var state = registry.Read()!;
        var own = MediansOf(registry.FolderOf(state.Champion));
        var challenging = MediansOf(registry.FolderOf(state.Challenger!.Version));
        Assert.All(own, item => Assert.True(Math.Abs(item.Value - challenging[item.Key]) > 0.1));
        await StoreHost.UntilAsync(() => host.Monitoring.GetAccuracyAsync(7, Cancellation), _ => true);

        var served = new List<bool>();
        foreach (var item in ModelFactory.Items)
        {
            var forecast = await new ForecastClient(host.Client).GetForecastAsync(item, cancellationToken: Cancellation);
            var byChallenger = ChallengerModel.Serves(item, Share);
            served.Add(byChallenger);
            Assert.Equal(byChallenger ? challenging[item] : own[item], forecast.Predictions[0].Quantiles["0.5"], 0.02);
        }

        Assert.Equal([false, true], served.Distinct().Order());
        await host.ImportAsync(StoreHost.NextDay, 180);
        var live = await StoreHost.UntilAsync(() => host.Monitoring.GetAccuracyAsync(7, Cancellation), live => live.Challenger?.Error is not null);

        var challenger = live.Challenger!;
        Assert.Equal((state.Challenger.Version, Share), (challenger.ModelVersion, challenger.Share));
        Assert.Equal((state.Champion, ModelFactory.Items.Length, ModelFactory.Items.Length), (live.ModelVersion, challenger.Error!.ItemDays, challenger.Champion!.ItemDays));
        Assert.Equal(challenging.Values.Average(median => Math.Abs(180 - median)) / 180, challenger.Error.ErrorShare!.Value, 3);
        Assert.Equal(own.Values.Average(median => Math.Abs(180 - median)) / 180, challenger.Champion.ErrorShare!.Value, 3);
        Assert.Equal(
            [(state.Champion, false), (state.Challenger.Version, true)],
            (await host.Store.Store.ReadAsync(context => context.IssuedForecasts
                .Where(forecast => forecast.Origin == StoreHost.NextDay && !forecast.Superseded)
                .ToListAsync(Cancellation))).Select(forecast => (forecast.ModelVersion, forecast.Challenger)).OrderBy(forecast => forecast.Challenger));
    }

    protected abstract Task<TestStore> CreateAsync();

    private static void Prepare(string folder)
    {
        var path = Path.Combine(folder, "model");
        ModelFactory.Save(path);
        ModelFactory.Save(Path.Combine(folder, "other"), level: 400);
        var registry = new ModelRegistry(path);
        registry.StartTrial(registry.Add(ModelStore.Load(Path.Combine(folder, "other"))).ModelVersion, Share, DateTimeOffset.UtcNow, "for the test");
    }

    /// <summary>Median forecasts of the day after the sales that the store begins with, by item.</summary>
    private static Dictionary<string, double> MediansOf(string folder)
    {
        var history = History.Of(ModelFactory.Sales(100, ModelFactory.Days).Build());
        return ModelStore.Load(folder).Forecast(history).Series.ToDictionary(series => series.Item, series => series.Quantile(0, 0.5));
    }
}
