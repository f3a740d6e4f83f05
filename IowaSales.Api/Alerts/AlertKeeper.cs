using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Alerts;

/// <summary>Flags missing days, and keeps the alerts that are answered from memory at the store's version.</summary>
/// <param name="store">The store.</param>
/// <param name="views">Reads the alerts.</param>
/// <param name="overdue">Flags missing days.</param>
/// <param name="sales">The sales the snapshot was made from.</param>
/// <param name="snapshots">The forecasts being served.</param>
/// <param name="source">Where answers go.</param>
/// <param name="options">How often to look.</param>
/// <param name="time">Clock; days begin in its local time zone.</param>
internal sealed class AlertKeeper(
    SalesStore store,
    AlertViews views,
    OverdueWatch overdue,
    StoredSales sales,
    SnapshotSource snapshots,
    AlertSource source,
    IOptions<StoreOptions> options,
    TimeProvider time) : IRecurringWork, IDisposable
{
    private readonly SemaphoreSlim _keeping = new(1);
    private (long Version, DateOnly Day)? _shown;

    /// <inheritdoc/>
    public string Name => "Reading the alerts";

    /// <inheritdoc/>
    public TimeSpan Interval => options.Value.PollInterval;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _keeping.WaitAsync(cancellationToken);
        try
        {
            if (snapshots.Current is not { } snapshot || sales.VersionOf(snapshot) is null)
            {
                return;
            }

            await overdue.LookAsync(snapshot, cancellationToken);
            var state = await store.ReadStateAsync(cancellationToken);
            var wanted = (state.AlertVersion, DateOnly.FromDateTime(time.GetLocalNow().DateTime));
            if (_shown != wanted)
            {
                source.Publish(await views.ReadAsync(wanted.AlertVersion, wanted.Item2, cancellationToken));
                _shown = wanted;
            }
        }
        finally
        {
            _keeping.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _keeping.Dispose();
}
