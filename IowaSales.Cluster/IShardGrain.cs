using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>One shard of a training, somewhere in the cluster. Its key is the number of the shard and the name of the training's folder.</summary>
public interface IShardGrain : IGrainWithIntegerCompoundKey
{
    /// <summary>Does a step with the shard; one that was done is not done again.</summary>
    /// <param name="step">The step; all shards have done the one before, and it was merged.</param>
    /// <returns>Why the shard failed; null when its result is in the storage.</returns>
    /// <exception cref="OperationCanceledException">The silo stops.</exception>
    Task<string?> RunAsync(ShardStep step);
}
