namespace IowaSales.Forecasting.Artifacts;

/// <summary>A model folder is missing, damaged or of a newer format; the message says which, where, and what to run.</summary>
public sealed class ModelArtifactException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The failure behind it, if any.</param>
    public ModelArtifactException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
