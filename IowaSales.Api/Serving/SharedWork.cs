namespace IowaSales.Api.Serving;

/// <summary>
/// Something computed once for all who want it. It begins with the first who waits, and ends when the last gives up: what nobody waits for takes no
/// processor. What was computed, or failed, stays.
/// </summary>
/// <param name="compute">Computes it until the token says that nobody wants it.</param>
/// <param name="retired">Ends it whoever waits.</param>
internal sealed class SharedWork(Func<CancellationToken, object?> compute, CancellationToken retired)
{
    private readonly Lock _lock = new();
    private Task<object?>? _work;
    private CancellationTokenSource? _abandon;
    private int _waiting;

    /// <summary>Waits for it.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<object?> WaitAsync(CancellationToken cancellationToken)
    {
        var work = Join();
        try
        {
            return await work.WaitAsync(cancellationToken);
        }
        finally
        {
            Leave(work);
        }
    }

    private Task<object?> Join()
    {
        lock (_lock)
        {
            _waiting++;
            if (_work is null)
            {
                _abandon = CancellationTokenSource.CreateLinkedTokenSource(retired);
                var token = _abandon.Token;
                _work = Task.Run(() => compute(token), token);
            }

            return _work;
        }
    }

    private void Leave(Task<object?> work)
    {
        CancellationTokenSource? abandoned = null;
        lock (_lock)
        {
            if (--_waiting == 0 && !work.IsCompleted)
            {
                (abandoned, _abandon, _work) = (_abandon, null, null);
            }
        }

        abandoned?.Cancel();
    }
}
