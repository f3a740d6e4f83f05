using IowaSales.Forecasting.Data;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using IowaSales.Storage.Planning;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving.Store;

/// <summary>
/// Keeps the forecasts at the store's version: reads what came in, here or at another replica, and has the snapshot rebuilt. While the
/// store cannot be reached, what was served before stays.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="import">Imports the model's own sales into an empty store.</param>
/// <param name="drivers">Reads drivers and attributes.</param>
/// <param name="closures">Reads planned closures and openings.</param>
/// <param name="sales">Where the sales go.</param>
/// <param name="snapshots">Whose model the sales are read for.</param>
/// <param name="refresher">Makes the next snapshot.</param>
/// <param name="options">How often to ask.</param>
/// <param name="health">Where it is told how the store answers.</param>
/// <param name="log">Log.</param>
internal sealed partial class StoreFollower(
    SalesStore store,
    SalesImport import,
    StoredDrivers drivers,
    ClosureBook closures,
    StoredSales sales,
    SnapshotSource snapshots,
    SnapshotRefresher refresher,
    IOptions<StoreOptions> options,
    StoreHealth health,
    ILogger<StoreFollower> log) : IRecurringWork, IDisposable
{
    private readonly SemaphoreSlim _following = new(1);
    private bool _ready;
    private string? _model;
    private long _driverVersion;

    /// <inheritdoc/>
    public string Name => "Following the sales store";

    /// <inheritdoc/>
    public TimeSpan Interval => options.Value.PollInterval;

    /// <inheritdoc/>
    public Task RunAsync(CancellationToken cancellationToken) => FollowAsync(cancellationToken);

    /// <summary>Brings sales and forecasts to the store's version, if they are not.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>False while there is no model yet to forecast with; the store is then left alone.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The store is empty and its disk is full.</exception>
    public async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        if (!await _following.WaitAsync(SalesStore.RequestLimit, cancellationToken))
        {
            throw new StoreUnavailableException("The sales store is busy with another change, or does not answer; forecasts are still served, try again in a moment.");
        }

        try
        {
            health.Asks();
            var followed = await FollowOnceAsync(cancellationToken);
            if (followed)
            {
                health.Followed();
            }

            health.Answers(trouble: null);
            return followed;
        }
        catch (Exception exception)
        {
            health.Answers(exception is OperationCanceledException ? null : exception.Message);
            throw;
        }
        finally
        {
            _following.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _following.Dispose();

    private async Task<bool> FollowOnceAsync(CancellationToken cancellationToken)
    {
        if (!_ready)
        {
            await store.PrepareAsync(cancellationToken);
            _ready = true;
        }

        if (snapshots.Current is not { } snapshot)
        {
            return false;
        }

        var state = await store.ReadStateAsync(cancellationToken);
        if (state.DataVersion == 0)
        {
            await import.ImportAsync(
                $"the sales of model {snapshot.Version}", PanelRows.Of(snapshot.Model.Panel), new RowErrorLog(), new ImportOptions { IsSeed = true, AcceptUnusual = true }, cancellationToken);
            Seeded(log, store.ProviderName, store.Location, snapshot.Version);
        }
        else if (state.DataVersion == sales.Version && _model == snapshot.Version)
        {
            if (state.DriverVersion != _driverVersion)
            {
                // Stock, order terms and the like: the sales and the forecasts stay as they are.
                var (newer, newerVersion) = await drivers.ReadAsync(sales.DriverVersion, cancellationToken);
                sales.HoldDrivers(newer, newerVersion);
                _driverVersion = state.DriverVersion;
                await refresher.RefreshAsync(cancellationToken);
            }

            return true;
        }

        var (panel, version) = await SalesAsync(snapshot, state.DataVersion, cancellationToken);
        var (set, driverVersion) = await drivers.ReadAsync(sales.DriverVersion, cancellationToken);
        sales.Hold(panel, version, set, driverVersion, await closures.InForceAsync(cancellationToken));
        (_model, _driverVersion) = (snapshot.Version, state.DriverVersion);
        await refresher.RefreshAsync(cancellationToken);
        return true;
    }

    /// <summary>The sales of the store. Planned closures and drivers change its version too; the sales are read again only where a batch changed them.</summary>
    private async Task<(SalesPanel? Panel, long Version)> SalesAsync(ForecastSnapshot snapshot, long version, CancellationToken cancellationToken)
    {
        var stored = new StoredPanel(store);
        return sales.Version is { } held && _model == snapshot.Version && !await stored.ChangedSinceAsync(held, cancellationToken)
            ? (sales.Panel, version)
            : await stored.ReadAsync(ItemsOf(snapshot), snapshot.Manifest.DataFrom, cancellationToken);
    }

    /// <summary>The model's own items: a snapshot of newer sales may have more.</summary>
    private static IReadOnlyList<string> ItemsOf(ForecastSnapshot snapshot) =>
        snapshot.IsOfTraining ? snapshot.Columns.Names : snapshot.Model.Panel.Items;

    [LoggerMessage(1, LogLevel.Information, "Imported the sales of model {Version} into the empty sales store ({Provider} at {Location})")]
    private static partial void Seeded(ILogger logger, string provider, string location, string version);
}
