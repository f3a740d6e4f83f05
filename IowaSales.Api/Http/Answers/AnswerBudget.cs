using IowaSales.ServiceDefaults;

namespace IowaSales.Api.Http.Answers;

/// <summary>
/// Bounds the memory of answers that are being sent: a slow reader holds what was made for it, and what waits in the buffers of its connection.
/// </summary>
/// <param name="maxBytes">Most bytes at once.</param>
internal sealed class AnswerBudget(long maxBytes)
{
    private const double Share = 0.25;
    private const long MinBytes = 4 << 20;
    private const long MaxBytes = 1L << 30;

    private long _taken;

    /// <summary>A budget that fits the memory.</summary>
    public static AnswerBudget Fitting => new(ServiceMemory.Fit(Share, 1, MinBytes, MaxBytes));

    /// <summary>Takes bytes for an answer; one that is larger than the whole budget is sent when nothing else is.</summary>
    /// <param name="bytes">Its bytes.</param>
    /// <returns>Whether there was room; then <see cref="Return"/> them.</returns>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= Math.Max(maxBytes, bytes))
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    /// <param name="bytes">As many as were taken.</param>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
