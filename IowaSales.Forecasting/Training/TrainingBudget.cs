namespace IowaSales.Forecasting.Training;

/// <summary>The time a training may take, and what is left of it for the families.</summary>
internal sealed class TrainingBudget : IDisposable
{
    private readonly TimeProvider _time;
    private readonly TimeSpan? _limit;
    private readonly long _started;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _linked;
    private TimeSpan _reserve;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="limit">Wall time of the whole training; null for no limit.</param>
    /// <param name="cancellationToken">The caller's own cancellation.</param>
    public TrainingBudget(TimeProvider time, TimeSpan? limit, CancellationToken cancellationToken)
    {
        _time = time;
        _limit = limit;
        _started = time.GetTimestamp();
        _timer = new CancellationTokenSource(limit ?? Timeout.InfiniteTimeSpan, time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _timer.Token);
        CallerToken = cancellationToken;
    }

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Time that families may still take; null for no limit.</summary>
    public TimeSpan? Left => _limit - _reserve - Elapsed;

    /// <summary>Whether the families' time is over.</summary>
    public bool IsOver => _timer.IsCancellationRequested;

    /// <summary>The caller's own cancellation.</summary>
    public CancellationToken CallerToken { get; }

    /// <summary>Cancelled by the caller, or when the families' time is over.</summary>
    public CancellationToken Token => _linked.Token;

    /// <summary>Keeps time back for what comes after the families.</summary>
    /// <param name="reserve">How much.</param>
    public void Reserve(TimeSpan reserve)
    {
        _reserve = reserve;
        if (Left is { } left)
        {
            _timer.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linked.Dispose();
        _timer.Dispose();
    }
}
