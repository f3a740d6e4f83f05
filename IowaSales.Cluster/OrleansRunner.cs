using IowaSales.Forecasting.Sharding;
using Orleans.Runtime.Placement;

namespace IowaSales.Cluster;

/// <summary>
/// Has the steps done by the silos of a cluster: each gets as many shards as it may do at a time, and the next one when it has done one, so that a slow silo
/// delays nobody and nothing queues up in it. Silos may come and go: what a lost one had is done by another.
/// </summary>
/// <param name="grains">Reaches the shards.</param>
/// <param name="silos">Knows which silos are there.</param>
/// <param name="training">Name of the training's folder.</param>
/// <param name="limit">Most shards at a time in one silo.</param>
/// <param name="told">Told in words of silos that come and go.</param>
/// <param name="time">Clock for waits.</param>
/// <param name="lost">Cancelled when this process is no longer part of the cluster.</param>
internal sealed class OrleansRunner(
    IGrainFactory grains, ISiloStatusOracle silos, string training, int limit, Action<string> told, TimeProvider time, CancellationToken lost) : IShardRunner
{
    /// <summary>How often a shard is tried that fails by itself.</summary>
    public const int MaxFailures = SharedRunner.MaxAttempts;

    /// <summary>How often a shard may be lost with its silo: whoever has so little luck may be what brings the silos down.</summary>
    public const int MaxLosses = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    // A silo that was killed is in the list until its probes have failed; it is not asked again at once
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(10);

    private readonly HashSet<SiloAddress> _seen = [silos.SiloAddress];
    private readonly Dictionary<SiloAddress, long> _lostAt = [];

    private IEnumerable<SiloAddress> Active => silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Order();

    /// <inheritdoc/>
    public async Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(done);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lost);
        var open = new Queue<int>(Enumerable.Range(0, plan.Shards));
        var (failures, losses) = (new int[plan.Shards], new int[plan.Shards]);
        var running = new Dictionary<Task<Answer>, SiloAddress>();
        while (open.Count + running.Count > 0)
        {
            foreach (var silo in Active.Where(IsTrusted))
            {
                if (_seen.Add(silo))
                {
                    told($"A worker has joined, at {silo.Endpoint}.");
                }

                for (var free = limit - running.Values.Count(silo.Equals); free > 0 && open.TryDequeue(out var shard); free--)
                {
                    running.Add(AskAsync(shard, step, silo), silo);
                }
            }

            await Task.WhenAny([.. running.Keys, Task.Delay(Pause, time, stop.Token)]);
            if (stop.IsCancellationRequested)
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw new IOException("The other silos have lost contact with this process. Finished shards are kept; run the same command again.");
            }

            foreach (var answer in running.Keys.Where(task => task.IsCompleted).ToArray())
            {
                running.Remove(answer, out var at);
                var (shard, reason, isLost) = await answer;
                if (reason is null)
                {
                    done(shard);
                    continue;
                }

                var tried = isLost ? ++losses[shard] : ++failures[shard];
                if (tried >= (isLost ? MaxLosses : MaxFailures))
                {
                    throw new ShardFailedException(step, shard, plan.Shards, tried, reason);
                }

                if (isLost)
                {
                    _lostAt[at!] = time.GetTimestamp();
                    told($"The worker at {at!.Endpoint} was lost; its shard {shard} is done again elsewhere.");
                }

                open.Enqueue(shard);
            }
        }
    }

    /// <summary>Waits until a number of silos is there.</summary>
    internal async Task HasAsync(int count, CancellationToken cancellationToken)
    {
        while (Active.Count() < count)
        {
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private bool IsTrusted(SiloAddress silo) => !_lostAt.TryGetValue(silo, out var lostAt) || time.GetElapsedTime(lostAt) >= AfterLoss;

    private async Task<Answer> AskAsync(int shard, ShardStep step, SiloAddress silo)
    {
        RequestContext.Set(IPlacementDirector.PlacementHintKey, silo);
        try
        {
            return new Answer(shard, await grains.GetGrain<IShardGrain>(shard, training, null).RunAsync(step), IsLost: false);
        }
        catch (Exception exception)
        {
            // Shards say by themselves why they fail: this is the silo, or the way to it
            return new Answer(shard, $"its worker was lost: {exception.Message}", IsLost: true);
        }
    }

    /// <summary>What became of a shard.</summary>
    /// <param name="Shard">The shard.</param>
    /// <param name="Reason">Why it is not done; null when it is.</param>
    /// <param name="IsLost">Whether the silo is the reason.</param>
    private readonly record struct Answer(int Shard, string? Reason, bool IsLost);
}
