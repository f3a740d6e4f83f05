using System.Net;
using IowaSales.Cluster;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Forecasting.Sharding;
using Xunit;

namespace IowaSales.Tests.Cluster;

/// <summary>Silos that come, work and go: the model is that of one process, to the last bit.</summary>
public sealed class TrainingClusterTests(ShardedTrainerTests.Many many) : IClassFixture<ShardedTrainerTests.Many>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cluster-").FullName;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Silos_that_join_and_leave_give_the_model_of_one_process()
    {
        var (storage, plan) = Begun("cluster");
        int conducted;
        Task<int> stays;
        Task<int> leaves;
        ModelManifest manifest;
        await using (var cluster = await TrainingCluster.StartAsync(storage, IPAddress.Loopback, _ => { }, TimeProvider.System, Cancelled))
        {
            var address = ClusterAddress.Find(storage);
            Assert.NotNull(address);
            using var leave = new CancellationTokenSource();
            stays = TrainingMember.HelpAsync(storage, address, IPAddress.Loopback, _ => { }, TimeProvider.System, Cancelled);
            leaves = TrainingMember.HelpAsync(storage, address, IPAddress.Loopback, _ => { }, TimeProvider.System, leave.Token);

            // Two that have joined do the first step; one of them is stopped in the middle of the second
            var runner = (OrleansRunner)cluster.Runner;
            await runner.HasAsync(count: 3, Cancelled);
            var steps = 0;
            var trainer = new ShardedTrainer(plan, storage, new CountingRunner(runner, () =>
            {
                if (++steps == plan.Shards + 2)
                {
                    leave.Cancel();
                }
            }), TimeProvider.System);
            Assert.True(await trainer.LookAsync(cancellationToken: Cancelled));
            manifest = await trainer.TrainAsync(In("cluster"), cancellationToken: Cancelled);
            conducted = cluster.Done;
        }

        // The conductor has gone, and those that stayed with it
        Assert.Null(ClusterAddress.Find(storage));
        var (stayed, left) = (await stays, await leaves);
        Assert.Equal(many.Manifest.ModelVersion, manifest.ModelVersion);
        foreach (var file in (string[])["sales.bin", "families.bin", "ensemble.bin", "backtest.bin", "forecasts.bin"])
        {
            Assert.True(ShardedTrainerTests.HashOf(many.Model, file) == ShardedTrainerTests.HashOf(In("cluster"), file), file);
        }

        Assert.True(conducted > 0 && stayed > 0 && left > 0, $"{conducted}, {stayed} and {left} shard steps");
        // What was under way where a silo left is done elsewhere, though it may have ended there too
        var all = plan.Shards * Enum.GetValues<ShardStep>().Length;
        Assert.InRange(conducted + stayed + left, all, all + Silo.Limit);
    }

    [Fact]
    public async Task A_shard_that_cannot_be_trained_is_named_and_no_model_is_written()
    {
        var (storage, plan) = Begun("poisoned");
        await using var cluster = await TrainingCluster.StartAsync(storage, IPAddress.Loopback, _ => { }, TimeProvider.System, Cancelled);
        var trainer = new ShardedTrainer(plan, storage, cluster.Runner, TimeProvider.System);
        Assert.True(await trainer.LookAsync(cancellationToken: Cancelled));
        await File.WriteAllBytesAsync(In("poisoned-work/sales-00003.bin"), [7], Cancelled);

        var failure = await Assert.ThrowsAsync<ShardFailedException>(() => trainer.TrainAsync(In("poisoned"), cancellationToken: Cancelled));

        Assert.StartsWith("Shard 3 of 7 failed in the step fit 3 times (", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(In("poisoned")));
    }

    private (FolderStorage Storage, ShardPlan Plan) Begun(string name)
    {
        var storage = ShardedTrainerTests.Begun(_folder, name);
        var sales = SpilledSales.Of(ShardedTrainerTests.Panel, storage, sales => sales, 3000);
        return (storage, ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System));
    }

    private string In(string name) => Path.Combine(_folder, name);
}
