namespace IowaSales.Web.Api;

/// <summary>
/// One request to the API that several readers await: it runs once, and is cancelled when the last of them no longer wants it.
/// </summary>
internal sealed class SharedRequest : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly Lock _gate = new();
    private readonly Func<CancellationToken, Task<object>> _send;
    private Task<object>? _answer;
    private int _readers;
    private bool _abandoned;

    /// <summary>Prepares the request; the first reader sends it.</summary>
    /// <param name="send">Sends it.</param>
    public SharedRequest(Func<CancellationToken, Task<object>> send) => _send = send;

    /// <summary>Joins the readers.</summary>
    /// <returns>False when the request was already given up or is over.</returns>
    public bool TryJoin()
    {
        lock (_gate)
        {
            if (_abandoned || _answer is { IsCompleted: true })
            {
                return false;
            }

            _answer ??= _send(_cancellation.Token);
            _readers++;
            return true;
        }
    }

    /// <summary>Awaits the answer; call after a successful <see cref="TryJoin"/>.</summary>
    /// <param name="cancellationToken">Leaves the readers.</param>
    /// <returns>The answer.</returns>
    public async Task<object> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _answer!.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();

    private void Leave()
    {
        lock (_gate)
        {
            _readers--;
            if (_readers > 0 || _answer!.IsCompleted)
            {
                return;
            }

            _abandoned = true;
        }

        _cancellation.Cancel();
    }
}
