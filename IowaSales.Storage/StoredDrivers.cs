using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Drivers;
using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage;

/// <summary>
/// Reads the drivers and attributes in force out of the store. What was read last is kept, so that a batch that comes in is put over it without reading
/// all those before it again.
/// </summary>
/// <param name="store">The store, prepared.</param>
public sealed class StoredDrivers(SalesStore store)
{
    private volatile Known _known = new(DriverSet.Empty, Version: 0, LastBatch: 0);

    /// <summary>Reads what is in force, unless it is known.</summary>
    /// <param name="known">The version that is known; null to read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Drivers and attributes, null when <paramref name="known"/> is still theirs; and their version, 0 where there never were any.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or what it holds is damaged.</exception>
    public async Task<(DriverSet? Set, long Version)> ReadAsync(long? known = null, CancellationToken cancellationToken = default)
    {
        var version = await store.ReadAsync(context => VersionAsync(context, cancellationToken)).ConfigureAwait(false);
        return version == known
            ? (null, version)
            : await store.ReadAsync(async context =>
            {
                var now = await NowAsync(context, cancellationToken).ConfigureAwait(false);
                return ((DriverSet?)now.Set, now.Version);
            }).ConfigureAwait(false);
    }

    /// <summary>What all applied batches state together.</summary>
    internal async Task<DriverSet> InForceAsync(SalesContext context, CancellationToken cancellationToken) =>
        (await NowAsync(context, cancellationToken).ConfigureAwait(false)).Set;

    private static async Task<long> VersionAsync(SalesContext context, CancellationToken cancellationToken) =>
        await context.DriverBatches.MaxAsync(batch => (long?)batch.ChangedVersion, cancellationToken).ConfigureAwait(false) ?? 0;

    private async Task<Known> NowAsync(SalesContext context, CancellationToken cancellationToken)
    {
        var known = _known;
        var changed = await context.DriverBatches.AsNoTracking()
            .Where(batch => batch.ChangedVersion > known.Version)
            .Select(batch => new { batch.Id, batch.State, batch.ChangedVersion })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        if (changed.Count == 0)
        {
            return known;
        }

        // A batch that was undone or applied again changes what lies under newer ones: all are put together anew.
        var isNewer = changed.TrueForAll(batch => batch.Id > known.LastBatch);
        var (set, from) = isNewer ? (known.Set, known.LastBatch) : (DriverSet.Empty, 0);
        var last = Math.Max(known.LastBatch, changed.Max(batch => batch.Id));
        await foreach (var batch in context.DriverBatches.AsNoTracking()
            .Where(batch => batch.State == BatchState.Applied && batch.Id > from && batch.Id <= last).OrderBy(batch => batch.Id).Select(batch => batch.Content)
            .AsAsyncEnumerable().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            set = set.With(DriverBytes.Read(batch));
        }

        return _known = new Known(set, changed.Max(batch => batch.ChangedVersion), last);
    }

    private sealed record Known(DriverSet Set, long Version, long LastBatch);
}
