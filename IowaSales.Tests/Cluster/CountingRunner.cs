using IowaSales.Forecasting.Sharding;

namespace IowaSales.Tests.Cluster;

/// <summary>Tells of every shard that is done.</summary>
internal sealed class CountingRunner(IShardRunner runner, Action told) : IShardRunner
{
    public Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken) => runner.RunAsync(
        plan,
        step,
        shard =>
        {
            done(shard);
            told();
        },
        cancellationToken);
}
