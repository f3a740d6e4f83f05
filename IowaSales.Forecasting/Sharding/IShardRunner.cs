namespace IowaSales.Forecasting.Sharding;

/// <summary>Has the steps of a sharded training done, here or elsewhere.</summary>
public interface IShardRunner
{
    /// <summary>Does a step with all shards.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="step">The step.</param>
    /// <param name="done">Called once for each shard that is done; from any thread.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>A task that ends when all results of the step are in the storage.</returns>
    /// <exception cref="ShardFailedException">A shard failed for good.</exception>
    Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken);
}
