using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IowaSales.Api.Serving;

/// <summary>Ready when a forecast of every item is; degraded while something newer was refused.</summary>
/// <param name="source">The snapshot of the moment.</param>
/// <param name="calendar">The calendar of known open and closed days.</param>
internal sealed class SnapshotHealthCheck(SnapshotSource source, StatedCalendarSource calendar) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult((source.Current, source.Refusal) switch
        {
            (null, _) => HealthCheckResult.Unhealthy(source.Trouble),
            (_, { } refusal) => HealthCheckResult.Degraded($"An older model keeps serving: {refusal}"),
            _ when calendar.Fault is { } fault => HealthCheckResult.Degraded($"The calendar before stays in use: {fault}"),
            ({ } snapshot, null) => HealthCheckResult.Healthy(
                $"Model {snapshot.Version} serves {snapshot.ItemCount} items, sales through {snapshot.DataThrough:yyyy-MM-dd}."),
        });
}
