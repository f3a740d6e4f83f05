using System.Globalization;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>The work of one silo: shards from the storage of their training, off the grain scheduler, a bounded number at a time.</summary>
/// <param name="open">Opens the storage of a training by its name, as this machine sees it.</param>
/// <param name="limit">Most shards at a time; each uses all cores.</param>
/// <param name="told">Told in words what was done.</param>
/// <param name="time">Clock for durations.</param>
internal sealed class SiloShards(Func<string, IShardStorage> open, int limit, Action<string> told, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(limit);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private (string Training, ShardWorker Worker)? _latest;
    private int _done;

    /// <summary>Shards that this silo has done, over all steps.</summary>
    public int Done => Volatile.Read(ref _done);

    /// <summary>Does a step with a shard.</summary>
    /// <param name="training">Name of the training.</param>
    /// <param name="step">The step.</param>
    /// <param name="shard">Number of the shard, from 0.</param>
    public async Task RunAsync(string training, ShardStep step, int shard)
    {
        await _slots.WaitAsync(_stop.Token);
        try
        {
            var started = time.GetTimestamp();
            await Task.Run(() => Run(training, step, shard), _stop.Token);
            var done = Interlocked.Increment(ref _done);
            lock (_lock)
            {
                told(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Did shard {shard} in the step {step.ToString().ToLowerInvariant()} in {time.GetElapsedTime(started).TotalSeconds:0.0} s, {done} in total."));
            }
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

    private void Run(string training, ShardStep step, int shard)
    {
        try
        {
            WorkerOf(training).Run(step, shard, _stop.Token);
        }
        catch
        {
            // What could not be read is read again the next time
            lock (_lock)
            {
                _latest = null;
            }

            throw;
        }
    }

    /// <summary>The worker of a training. One is kept: what it has read is large, and trainings seldom take turns.</summary>
    private ShardWorker WorkerOf(string training)
    {
        lock (_lock)
        {
            if (_latest is not { } latest || latest.Training != training)
            {
                var storage = open(training);
                var plan = ShardPlan.Find(storage)
                    ?? throw new IOException($"This worker does not see the training {training}; give it the --model or --shared that the training has.");
                _latest = latest = (training, new ShardWorker(plan, storage, time));
            }

            return latest.Worker;
        }
    }
}
