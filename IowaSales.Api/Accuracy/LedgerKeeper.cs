using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Accuracy;

/// <summary>
/// Keeps the ledger at the version of the forecasts: enters and scores them, raises alerts, and reads back what the endpoints answer from.
/// Runs beside the requests; while the store cannot be reached, what was read before stays.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="views">Reads the ledger.</param>
/// <param name="sales">The sales the snapshot was made from.</param>
/// <param name="snapshots">The forecasts being served.</param>
/// <param name="conditions">Keeps the calendars and drivers of what is entered.</param>
/// <param name="source">Where answers go.</param>
/// <param name="metrics">Counts what was done.</param>
/// <param name="options">How often to look.</param>
/// <param name="log">Log.</param>
internal sealed partial class LedgerKeeper(
    SalesStore store,
    ForecastLedger ledger,
    LedgerViews views,
    StoredSales sales,
    SnapshotSource snapshots,
    ServedConditions conditions,
    LedgerSource source,
    StoreMetrics metrics,
    IOptions<StoreOptions> options,
    ILogger<LedgerKeeper> log) : IRecurringWork
{
    private string? _settled;
    private string? _shown;

    /// <inheritdoc/>
    public string Name => "Keeping the ledger of forecasts";

    /// <inheritdoc/>
    public TimeSpan Interval => options.Value.PollInterval;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (snapshots.Current is not { } snapshot || sales.VersionOf(snapshot) is not { } version || !await SettleAsync(snapshot, version, cancellationToken))
        {
            return;
        }

        try
        {
            await ShowAsync(snapshot, cancellationToken);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && snapshots.Current != snapshot)
        {
            // Another snapshot has come into service, and nothing more is computed of this one: the next look is at the other.
        }
    }

    private async Task<bool> SettleAsync(ForecastSnapshot snapshot, long version, CancellationToken cancellationToken)
    {
        var wanted = $"{version}|{snapshot.EntityTag}";
        if (_settled == wanted)
        {
            return true;
        }

        var tag = SnapshotTag.OfConditions(snapshot.Panel);
        var served = new List<ServedForecast> { new(snapshot.ChampionForecasts, snapshot.Version, version, Conditions: tag) };
        if (snapshot.Challenger is { } challenger)
        {
            served.Add(new ServedForecast(challenger.Forecasts, challenger.Version, version, Challenger: true));
        }

        var outcome = await ledger.SettleAsync(served, cancellationToken);
        if (!outcome.Settled)
        {
            return false;
        }

        _settled = wanted;
        conditions.Remember(tag, snapshot.Panel);
        metrics.Settled(outcome);
        if (outcome.Issued > 0)
        {
            Settled(log, version, outcome.Issued, outcome.Scored, outcome.Raised.Count);
        }

        return true;
    }

    private async Task ShowAsync(ForecastSnapshot snapshot, CancellationToken cancellationToken)
    {
        var state = await store.ReadStateAsync(cancellationToken);
        var wanted = $"{state.LedgerVersion}|{snapshot.Version}|{snapshot.Challenger?.Version}";
        if (_shown != wanted)
        {
            source.Publish(await views.ReadAsync(snapshot, $"{snapshot.EntityTag}-{state.LedgerVersion}", cancellationToken));
            _shown = wanted;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Ledger at sales version {Version}: {Issued} forecasts entered, {Scored} item-days scored, {Raised} alerts raised")]
    private static partial void Settled(ILogger logger, long version, int issued, int scored, int raised);
}
