namespace IowaSales.Forecasting.Sharding;

/// <summary>A shard of a training failed again and again; the message names it and says why.</summary>
public sealed class ShardFailedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="step">The step.</param>
    /// <param name="shard">Number of the shard, from 0.</param>
    /// <param name="shards">Number of shards.</param>
    /// <param name="attempts">How often it was tried.</param>
    /// <param name="reason">What went wrong the last time.</param>
    /// <param name="inner">What went wrong the last time; null when it is not here.</param>
    public ShardFailedException(ShardStep step, int shard, int shards, int attempts, string reason, Exception? inner = null)
        : base(
            $"Shard {shard} of {shards} failed in the step {step.ToString().ToLowerInvariant()} {(attempts == 1 ? "once" : FormattableString.Invariant($"{attempts} times"))} ({reason.TrimEnd('.')}); no model was written, and what is done is kept for the next try.",
            inner)
    {
    }
}
