using IowaSales.Forecasting.Training;

namespace IowaSales.Trainer.Train;

/// <summary>
/// How long a training will still take, from the pace so far. Silent until there is something to go by: two seconds and a twentieth of
/// the work.
/// </summary>
/// <param name="time">Clock.</param>
internal sealed class RemainingTime(TimeProvider time)
{
    private static readonly TimeSpan MinElapsed = TimeSpan.FromSeconds(2);

    private readonly long _started = time.GetTimestamp();

    /// <summary>The remaining time at a progress; null when nothing honest can be said.</summary>
    public TimeSpan? After(TrainingProgress progress)
    {
        var elapsed = time.GetElapsedTime(_started);
        return elapsed < MinElapsed || progress.Done * 20 < progress.Total || progress.Done >= progress.Total
            ? null
            : elapsed * ((double)(progress.Total - progress.Done) / progress.Done);
    }
}
