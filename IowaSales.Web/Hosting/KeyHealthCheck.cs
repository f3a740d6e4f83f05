using System.Data.Common;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace IowaSales.Web.Hosting;

/// <summary>Keeps an instance out of service until it has read the keys once: without them it can render no page.</summary>
/// <param name="database">The database of the keys.</param>
/// <param name="manager">Reads the keys.</param>
internal sealed class KeyHealthCheck(KeyDatabase database, IKeyManager manager) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            if (!database.Answered)
            {
                manager.GetAllKeys();
            }

            return Task.FromResult(HealthCheckResult.Healthy());
        }
        catch (Exception exception) when (exception is DbException or InvalidOperationException)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy(
                "The database of data-protection keys cannot be read; check that it runs and that DataProtection:Store names it.", exception));
        }
    }
}
