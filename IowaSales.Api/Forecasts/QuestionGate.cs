namespace IowaSales.Api.Forecasts;

/// <summary>
/// Bounds the questions that need forecasts of their own: as many at once as half the processors, so that the others go on answering from memory. Those
/// that wait give up with their request.
/// </summary>
internal sealed class QuestionGate : IDisposable
{
    private readonly SemaphoreSlim _free = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>Waits for a turn.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The turn; dispose it once the work is done.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Turn(_free);
    }

    /// <inheritdoc/>
    public void Dispose() => _free.Dispose();

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
