using IowaSales.Forecasting.Sharding;
using Orleans.Placement;

namespace IowaSales.Cluster;

/// <summary>Does the steps of a shard. It is where the conductor asks for it, and gone after the step, so that the next step may be done elsewhere.</summary>
/// <param name="shards">The work of this silo.</param>
[RandomPlacement]
internal sealed class ShardGrain(SiloShards shards) : Grain, IShardGrain
{
    /// <inheritdoc/>
    public async Task<string?> RunAsync(ShardStep step)
    {
        var shard = (int)this.GetPrimaryKeyLong(out var training);
        try
        {
            await shards.RunAsync(training!, step, shard);
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The text alone goes over the wire: exceptions of other libraries need not be known to the conductor
            return exception.Message;
        }
        finally
        {
            DeactivateOnIdle();
        }
    }
}
