using System.Security.Cryptography;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;
using Xunit;

namespace IowaSales.Tests.Forecasting.Sharding;

/// <summary>However a large panel is divided, and however often its training is stopped, the model is the same to the last bit.</summary>
public sealed class ShardedTrainerTests(ShardedTrainerTests.Many many) : IClassFixture<ShardedTrainerTests.Many>, IDisposable
{
    private const int Days = 62;
    private const int Series = 21_400;

    internal static readonly SalesPanel Panel = RareSales();

    private readonly string _folder = Directory.CreateTempSubdirectory("shards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_shard_or_many_or_none_give_the_same_forecasts()
    {
        var options = new TrainingOptions { Preset = TrainingPreset.Fast };
        var whole = new ModelTrainer(TimeProvider.System).Train(Panel, options, cancellationToken: TestContext.Current.CancellationToken);
        ModelStore.Save(whole, In("whole"));
        var one = await TrainAsync(_folder, "one", int.MaxValue);

        Assert.Equal(1, ShardPlan.Find(new FolderStorage(In("one-work")))!.Shards);
        Assert.Equal(7, ShardPlan.Find(new FolderStorage(many.In("many-work")))!.Shards);
        Assert.InRange(Panel.SeriesCount, 20_000, 21_000);
        foreach (var file in (string[])["sales.bin", "families.bin", "ensemble.bin", "backtest.bin", "forecasts.bin"])
        {
            Assert.True(HashOf(In("one"), file) == HashOf(many.Model, file), $"{file} of one shard and of many");
            Assert.True(HashOf(In("one"), file) == HashOf(In("whole"), file), $"{file} of shards and of a panel in memory");
        }

        Assert.Equal(one.ModelVersion, many.Manifest.ModelVersion);
        Assert.Equal(whole.Manifest.DataHash, many.Manifest.DataHash);
        Assert.Equal(whole.Manifest.LeftOut, many.Manifest.LeftOut);
        foreach (var (row, other) in one.Leaderboard.Zip(many.Manifest.Leaderboard))
        {
            Assert.Equal((row.Name, row.Mase, row.Wql, row.Rmsse, row.Weight), (other.Name, other.Mase, other.Wql, other.Rmsse, other.Weight));
        }

        foreach (var (row, other) in whole.Manifest.Leaderboard.Zip(many.Manifest.Leaderboard))
        {
            Assert.Equal((row.Name, row.Weight), (other.Name, other.Weight));
            Assert.Equal(row.Mase, other.Mase, 1e-12);
            Assert.Equal(row.Wql!.Value, other.Wql!.Value, 1e-12);
            Assert.Equal(row.Rmsse!.Value, other.Rmsse!.Value, 1e-12);
        }

        var loaded = ModelStore.Load(many.Model).Forecast();
        var expected = whole.Forecast();
        foreach (var series in (int[])[0, 4711, Panel.SeriesCount - 1])
        {
            Assert.Equal(expected.Series[series].Mean(0), loaded.Series[series].Mean(0));
            Assert.Equal(expected.Series[series].SumPaths(7), loaded.Series[series].SumPaths(7));
        }
    }

    [Fact]
    public async Task A_training_that_is_stopped_again_and_again_goes_on_where_it_was()
    {
        var storage = Begun(_folder, "stopped");
        var sales = SpilledSales.Of(Panel, storage, sales => sales, 3000);
        ModelManifest? manifest = null;
        var starts = 0;
        for (; manifest is null; starts++)
        {
            var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
            var trainer = new ShardedTrainer(plan, storage, new StoppingRunner(new SharedRunner(storage, TimeProvider.System), 3 * (starts + 1)), TimeProvider.System);
            try
            {
                Assert.True(await trainer.LookAsync(cancellationToken: TestContext.Current.CancellationToken));
                manifest = await trainer.TrainAsync(In("stopped"), cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (IOException)
            {
                Assert.False(Directory.Exists(In("stopped")));
            }
        }

        Assert.Equal(many.Manifest.ModelVersion, manifest.ModelVersion);
        Assert.Equal(HashOf(many.Model, "forecasts.bin"), HashOf(In("stopped"), "forecasts.bin"));
        Assert.True(starts > 4, $"{starts} starts");
    }

    [Fact]
    public async Task Several_processes_over_one_folder_do_each_shard_once()
    {
        var storage = Begun(_folder, "shared");
        var plan = ShardPlan.Begin(
            SpilledSales.Of(Panel, storage, sales => sales, 3000), new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
        SharedRunner[] runners = [new(storage, TimeProvider.System), new(storage, TimeProvider.System), new(storage, TimeProvider.System)];
        var help = runners[1..].Select(runner => runner.HelpAsync(plan, TestContext.Current.CancellationToken)).ToArray();
        var trainer = new ShardedTrainer(plan, storage, runners[0], TimeProvider.System);
        Assert.True(await trainer.LookAsync(cancellationToken: TestContext.Current.CancellationToken));
        var manifest = await trainer.TrainAsync(In("shared"), cancellationToken: TestContext.Current.CancellationToken);
        await Task.WhenAll(help);

        Assert.Equal(many.Manifest.ModelVersion, manifest.ModelVersion);
        Assert.Equal(HashOf(many.Model, "forecasts.bin"), HashOf(In("shared"), "forecasts.bin"));
        Assert.Equal(plan.Shards * Enum.GetValues<ShardStep>().Length, runners.Sum(runner => runner.Done));
        Assert.All(runners, runner => Assert.True(runner.Done > 0));
    }

    [Fact]
    public async Task A_panel_that_sells_often_is_put_together_again()
    {
        var builder = new SalesPanelBuilder();
        for (var series = 0; series < ShardPlan.MinSeries; series++)
        {
            for (var day = 0; day < 36; day++)
            {
                builder.Add(new DateOnly(2024, 4, 1).AddDays(day), $"item {series}", 1 + ((series + day) % 5));
            }
        }

        var panel = builder.Build();
        var storage = Begun(_folder, "often");
        var sales = SpilledSales.Of(panel, storage, sales => sales);
        var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);

        Assert.False(await new ShardedTrainer(plan, storage, new SharedRunner(storage, TimeProvider.System), TimeProvider.System)
            .LookAsync(cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(ModelTrainer.HashOf(panel), ModelTrainer.HashOf(sales.Load(storage)));
    }

    [Fact]
    public async Task A_shard_that_cannot_be_trained_is_named_and_the_model_stays()
    {
        var storage = Begun(_folder, "poisoned");
        var sales = SpilledSales.Of(Panel, storage, sales => sales, 3000);
        var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
        var trainer = new ShardedTrainer(plan, storage, new SharedRunner(storage, TimeProvider.System), TimeProvider.System);
        Assert.True(await trainer.LookAsync(cancellationToken: TestContext.Current.CancellationToken));
        await File.WriteAllBytesAsync(In("poisoned-work/sales-00003.bin"), [7], TestContext.Current.CancellationToken);

        var failure = await Assert.ThrowsAsync<ShardFailedException>(() => trainer.TrainAsync(In("poisoned"), cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith("Shard 3 of 7 failed in the step fit 3 times (", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("poisoned")));
    }

    private static async Task<ModelManifest> TrainAsync(string folder, string name, int seriesPerShard)
    {
        var storage = Begun(folder, name);
        var sales = SpilledSales.Of(Panel, storage, sales => sales, seriesPerShard);
        var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
        var trainer = new ShardedTrainer(plan, storage, new SharedRunner(storage, TimeProvider.System), TimeProvider.System);
        Assert.True(await trainer.LookAsync());
        return await trainer.TrainAsync(Path.Combine(folder, name));
    }

    internal static FolderStorage Begun(string folder, string name)
    {
        var storage = new FolderStorage(Path.Combine(folder, $"{name}-work"));
        storage.Begin();
        return storage;
    }

    private string In(string name) => Path.Combine(_folder, name);

    internal static string HashOf(string model, string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(model, file))));

    /// <summary>
    /// Every series sells on one day in twelve, amounts that no binary fraction holds exactly; some only on some weekdays, some end, some begin late, some have
    /// returns. Closed on Sundays, and on all but one of the Saturdays.
    /// </summary>
    private static SalesPanel RareSales()
    {
        var builder = new SalesPanelBuilder();
        var random = new Random(4);
        for (var series = 0; series < Series; series++)
        {
            var (from, to) = (series % 7 == 0 ? Days / 2 : 0, series % 11 == 0 ? Days - 20 : Days);
            for (var day = from; day < to; day++)
            {
                var date = new DateOnly(2024, 4, 1).AddDays(day);
                var open = date.DayOfWeek != DayOfWeek.Sunday && (date.DayOfWeek != DayOfWeek.Saturday || date == new DateOnly(2024, 6, 1));
                var often = series % 50 == 0 && date.DayOfWeek != DayOfWeek.Wednesday ? 0.9 : 0.08;
                if (open && random.NextDouble() < often)
                {
                    builder.Add(date, $"item {series}", (1 + random.Next(60)) / 10.0 * (random.Next(40) == 0 ? -1 : 1));
                }
            }
        }

        return builder.Build();
    }

    /// <summary>The panel trained in seven shards, once for all tests.</summary>
    public sealed class Many : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("many-shards-").FullName;

        public string Model => In("many");

        public ModelManifest Manifest { get; private set; } = null!;

        public string In(string name) => Path.Combine(_folder, name);

        public async ValueTask InitializeAsync() => Manifest = await TrainAsync(_folder, "many", 3000);

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>Fails after some shards, as a process that is killed.</summary>
    private sealed class StoppingRunner(IShardRunner runner, int after) : IShardRunner
    {
        private int _left = after;

        public Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken) => runner.RunAsync(
            plan, step, shard => done(_left-- > 0 ? shard : throw new IOException("The process was killed.")), cancellationToken);
    }
}
