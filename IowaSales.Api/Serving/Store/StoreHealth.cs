using IowaSales.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IowaSales.Api.Serving.Store;

/// <summary>
/// Unhealthy until the store was read for the first time, so that nobody is sent here for forecasts without its sales, closures and stock; degraded
/// while it is damaged, away or silent, from the start too. Answered from memory, so that it is told even then.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="time">Clock.</param>
internal sealed class StoreHealth(SalesStore store, TimeProvider time) : IHealthCheck
{
    private volatile string? _trouble;
    private volatile bool _read;
    private long _asked;

    /// <summary>Notes that the store is being asked.</summary>
    public void Asks() => Interlocked.Exchange(ref _asked, time.GetTimestamp());

    /// <summary>Notes that it answered, or that nobody asks any longer.</summary>
    /// <param name="trouble">What it failed with; null when it did not.</param>
    public void Answers(string? trouble)
    {
        _trouble = trouble;
        Interlocked.Exchange(ref _asked, 0);
    }

    /// <summary>Notes that the forecasts are made of what the store holds.</summary>
    public void Followed() => _read = true;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var asked = Interlocked.Read(ref _asked);
        var silent = asked != 0 && time.GetElapsedTime(asked) > SalesStore.RequestLimit
            ? $"The sales store has not answered for {time.GetElapsedTime(asked).TotalSeconds:F0} s; forecasts are still served."
            : null;
        return Task.FromResult((store.Damage ?? silent ?? _trouble) is { } trouble
            ? HealthCheckResult.Degraded(trouble)
            : _read ? HealthCheckResult.Healthy("The sales store answers.")
            : HealthCheckResult.Unhealthy("The sales store is being read for the first time; try again in a few seconds."));
    }
}
