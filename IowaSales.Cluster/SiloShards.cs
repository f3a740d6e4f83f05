using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>The work of one silo for one training: shards from the shared folder, off the grain scheduler, a bounded number at a time.</summary>
/// <param name="storage">The folder of the training, as this machine sees it.</param>
/// <param name="limit">Most shards at a time; each uses all cores.</param>
/// <param name="time">Clock for durations.</param>
internal sealed class SiloShards(FolderStorage storage, int limit, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(limit);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lazy<ShardWorker> _worker = new(
        () => new ShardWorker(
            ShardPlan.Find(storage) ?? throw new IOException($"There is no plan in {storage.Folder}; give the worker the model folder that the training has."),
            storage,
            time),
        LazyThreadSafetyMode.PublicationOnly);

    private int _done;

    /// <summary>Shards that this silo has done, over all steps.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Does a step with a shard.</summary>
    /// <param name="training">Name of the training's folder.</param>
    /// <param name="step">The step.</param>
    /// <param name="shard">Number of the shard, from 0.</param>
    /// <exception cref="InvalidOperationException">The silo works for another training.</exception>
    public async Task RunAsync(string? training, ShardStep step, int shard)
    {
        if (training != TrainingCluster.NameOf(storage))
        {
            throw new InvalidOperationException($"This worker has the folder {storage.Folder}, not that of the training {training}.");
        }

        await _slots.WaitAsync(_stop.Token);
        try
        {
            await Task.Run(() => _worker.Value.Run(step, shard, _stop.Token), _stop.Token);
            Interlocked.Increment(ref _done);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Gives up what is being done.</summary>
    public void Stop() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
