namespace IowaSales.Forecasting.Sharding;

/// <summary>
/// Does the steps together with all other processes that have the same folder: whoever is free takes the next shard that is neither done nor taken. What a
/// process had taken that was killed is free at once, and what is done twice by chance gives the same bytes, so that nothing but the folder is needed between
/// the processes. Each does one shard at a time, on all its cores. A shard that fails is tried again, here or elsewhere.
/// </summary>
/// <param name="storage">The folder.</param>
/// <param name="time">Clock for durations and waits.</param>
public sealed class SharedRunner(FolderStorage storage, TimeProvider time) : IShardRunner
{
    /// <summary>How often a shard is tried, by all processes together.</summary>
    public const int MaxAttempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private ShardWorker? _worker;

    /// <summary>Shards that this process has done, over all steps.</summary>
    public int Done { get; private set; }

    /// <inheritdoc/>
    public async Task RunAsync(ShardPlan plan, ShardStep step, Action<int> done, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(done);
        var left = new LinkedList<int>(Enumerable.Range(0, plan.Shards));
        while (left.Count > 0)
        {
            var before = left.Count;
            for (var node = left.First; node is not null;)
            {
                var (shard, next) = (node.Value, node.Next);
                if (await Task.Run(() => IsDone(plan, step, shard, cancellationToken), cancellationToken))
                {
                    left.Remove(node);
                    done(shard);
                }

                node = next;
            }

            if (left.Count == before)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Helps with a training that another process conducts, until it has ended or its folder is gone.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="cancellationToken">Ends the help.</param>
    /// <exception cref="ShardFailedException">A shard failed for good.</exception>
    public async Task HelpAsync(ShardPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var step in Enum.GetValues<ShardStep>())
            {
                while (!storage.Exists(ShardNames.InputOf(step)))
                {
                    if (!storage.IsThere)
                    {
                        return;
                    }

                    await Task.Delay(Pause, time, cancellationToken);
                }

                await RunAsync(plan, step, _ => { }, cancellationToken);
            }
        }
        catch (Exception exception) when (!storage.IsThere && exception is not OperationCanceledException)
        {
            // The training has ended, and its parts with it
        }
    }

    /// <summary>Does a shard if nobody else is at it; whether it is done.</summary>
    private bool IsDone(ShardPlan plan, ShardStep step, int shard, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var result = ShardNames.ResultOf(step, shard);
        if (storage.Exists(result))
        {
            return true;
        }

        using var claim = storage.Claim(result);
        if (claim is null)
        {
            return false;
        }

        if (storage.Exists(result))
        {
            return true;
        }

        var failures = storage.FailuresOf(result);
        if (failures.Count >= MaxAttempts)
        {
            throw new ShardFailedException(step, shard, plan.Shards, failures.Count, failures[^1]);
        }

        try
        {
            _worker ??= new ShardWorker(plan, storage, time);
            _worker.Run(step, shard, cancellationToken);
            Done++;
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && storage.IsThere)
        {
            storage.AddFailure(result, exception.Message);
            return failures.Count + 1 < MaxAttempts ? false : throw new ShardFailedException(step, shard, plan.Shards, MaxAttempts, exception.Message, exception);
        }
    }
}
