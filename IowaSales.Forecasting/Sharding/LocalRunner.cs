namespace IowaSales.Forecasting.Sharding;

/// <summary>Does the steps in this process, one shard after the other: each of them uses all cores, and one at a time is in memory.</summary>
/// <param name="storage">Where the parts are.</param>
/// <param name="time">Clock for durations.</param>
public sealed class LocalRunner(IShardStorage storage, TimeProvider time) : IShardRunner
{
    private ShardWorker? _worker;

    /// <inheritdoc/>
    public Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(done);
        _worker ??= new ShardWorker(plan, storage, time);
        return Task.Run(
            () =>
            {
                for (var shard = 0; shard < plan.Shards; shard++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    try
                    {
                        _worker.Run(step, shard, cancellationToken);
                    }
                    catch (Exception exception) when (exception is not OperationCanceledException)
                    {
                        throw new ShardFailedException(step, shard, plan.Shards, 1, exception.Message, exception);
                    }

                    done(shard);
                }
            },
            cancellationToken);
    }
}
