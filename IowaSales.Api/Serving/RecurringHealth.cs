using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IowaSales.Api.Serving;

/// <summary>Degraded while a recurring work fails.</summary>
internal sealed class RecurringHealth : IHealthCheck
{
    private readonly ConcurrentDictionary<string, bool> _failing = new(StringComparer.Ordinal);

    /// <summary>Notes that the last run of a work succeeded.</summary>
    /// <param name="work">Name of the work.</param>
    public void Works(string work) => _failing.TryRemove(work, out _);

    /// <summary>Notes that the last run of a work failed.</summary>
    /// <param name="work">Name of the work.</param>
    public void Fails(string work) => _failing[work] = true;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failing = _failing.Keys.Order(StringComparer.Ordinal).ToArray();
        return Task.FromResult(failing.Length == 0
            ? HealthCheckResult.Healthy("Background work succeeds.")
            : HealthCheckResult.Degraded($"{string.Join(" and ", failing)} fails and is tried again; see the service's log."));
    }
}
