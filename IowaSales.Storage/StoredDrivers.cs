using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage;

/// <summary>Reads the drivers and attributes in force out of the store.</summary>
/// <param name="store">The store, prepared.</param>
public sealed class StoredDrivers(SalesStore store)
{
    /// <summary>Reads what is in force, unless it is known.</summary>
    /// <param name="known">The version that is known; null to read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Drivers and attributes, null when <paramref name="known"/> is still theirs; and their version, 0 where there never were any.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or what it holds is damaged.</exception>
    public async Task<(DriverSet? Set, long Version)> ReadAsync(long? known = null, CancellationToken cancellationToken = default)
    {
        var version = await store.ReadAsync(
            async context => await context.DriverBatches.MaxAsync(batch => (long?)batch.ChangedVersion, cancellationToken).ConfigureAwait(false) ?? 0).ConfigureAwait(false);
        return version == known
            ? (null, version)
            : (await store.ReadAsync(context => InForceAsync(context, cancellationToken)).ConfigureAwait(false), version);
    }

    /// <summary>What all applied batches state together.</summary>
    internal static async Task<DriverSet> InForceAsync(SalesContext context, CancellationToken cancellationToken)
    {
        var set = DriverSet.Empty;
        await foreach (var content in context.DriverBatches.AsNoTracking()
            .Where(batch => batch.State == BatchState.Applied).OrderBy(batch => batch.Id).Select(batch => batch.Content)
            .AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            set = set.With(DriverBytes.Read(content));
        }

        return set;
    }
}
