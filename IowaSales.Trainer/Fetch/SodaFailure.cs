namespace IowaSales.Trainer.Fetch;

/// <summary>A page could not be had this time; asking again may help.</summary>
/// <param name="message">What happened, to follow "the service".</param>
/// <param name="retryAfter">How long the service asks to wait; null when it does not say.</param>
/// <param name="inner">The failure behind it, if any.</param>
internal sealed class SodaFailure(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the service asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
