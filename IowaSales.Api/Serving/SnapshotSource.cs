namespace IowaSales.Api.Serving;

/// <summary>The snapshot of the moment, swapped as one reference.</summary>
internal sealed class SnapshotSource
{
    private const string Starting = "The model is being loaded; try again in a few seconds.";

    private volatile ForecastSnapshot? _current;
    private volatile string? _trouble = Starting;

    /// <summary>The snapshot to answer from; null until there is one.</summary>
    public ForecastSnapshot? Current => _current;

    /// <summary>Why there is no snapshot; or, with one, why a newer model or newer data was refused. Null when all is well.</summary>
    public string? Refusal => _trouble;

    /// <summary>Why there is no snapshot, for a client.</summary>
    public string Trouble => _trouble ?? Starting;

    /// <summary>Serves another snapshot from now on.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="refusal">What of the newest model or data could not be used; null when all could.</param>
    public void Publish(ForecastSnapshot snapshot, string? refusal = null)
    {
        var before = _current;
        _current = snapshot;
        _trouble = refusal;
        before?.Retire();
    }

    /// <summary>Notes that what was put in place cannot be used; what was served before stays.</summary>
    /// <param name="trouble">What is wrong, where, and what to do.</param>
    public void Refuse(string trouble) => _trouble = trouble;
}
