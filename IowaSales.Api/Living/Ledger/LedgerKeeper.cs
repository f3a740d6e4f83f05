using IowaSales.Api.Living.Alerts;
using IowaSales.Api.Snapshots;
using IowaSales.Storage;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Living.Ledger;

/// <summary>
/// Keeps the ledger at the version of the forecasts: enters and scores them, raises alerts, and reads back what the endpoints answer from.
/// Runs beside the requests; while the store cannot be reached, what was read before stays.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="views">Reads the ledger.</param>
/// <param name="alerts">Reads the alerts.</param>
/// <param name="overdue">Flags missing days.</param>
/// <param name="sales">The sales the snapshot was made from.</param>
/// <param name="snapshots">The forecasts being served.</param>
/// <param name="source">Where answers go.</param>
/// <param name="metrics">Counts what was done.</param>
/// <param name="options">How often to look.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed partial class LedgerKeeper(
    SalesStore store,
    ForecastLedger ledger,
    LedgerViews views,
    AlertViews alerts,
    OverdueWatch overdue,
    StoredSales sales,
    SnapshotSource snapshots,
    LedgerSource source,
    LivingMetrics metrics,
    IOptions<LivingOptions> options,
    TimeProvider time,
    ILogger<LedgerKeeper> log) : BackgroundService
{
    private readonly SemaphoreSlim _keeping = new(1);
    private string? _settled;
    private string? _shown;
    private long? _shownAlerts;

    /// <summary>Looks once, and does what there is to do.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Whether ledger and answers are at the version of the forecasts being served.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        await _keeping.WaitAsync(cancellationToken);
        try
        {
            if (snapshots.Current is not { } snapshot || sales.VersionOf(snapshot.Panel) is not { } version)
            {
                return false;
            }

            if (!await SettleAsync(snapshot, version, cancellationToken))
            {
                return false;
            }

            await overdue.LookAsync(snapshot, version, cancellationToken);
            await ShowAsync(snapshot, cancellationToken);
            return true;
        }
        finally
        {
            _keeping.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _keeping.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        string? trouble = null;
        do
        {
            try
            {
                await KeepAsync(stoppingToken);
                trouble = null;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Said once; a store that is away for an hour does not fill the log.
                if (trouble != exception.Message)
                {
                    trouble = exception.Message;
                    Lost(log, exception);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> SettleAsync(ForecastSnapshot snapshot, long version, CancellationToken cancellationToken)
    {
        var wanted = $"{version}|{snapshot.Version}|{snapshot.Tried?.Version}";
        if (_settled == wanted)
        {
            return true;
        }

        var served = new List<ServedForecast> { new(snapshot.InCharge, snapshot.Version, version) };
        if (snapshot.Tried is { } tried)
        {
            served.Add(new ServedForecast(tried.Forecasts, tried.Version, version, Challenger: true));
        }

        var outcome = await ledger.SettleAsync(served, cancellationToken);
        if (!outcome.Settled)
        {
            return false;
        }

        _settled = wanted;
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
        var wanted = $"{state.LedgerVersion}|{snapshot.Version}|{snapshot.Tried?.Version}";
        if (_shown != wanted)
        {
            source.Publish(await views.ReadAsync(snapshot, $"{snapshot.EntityTag}-{state.LedgerVersion}", cancellationToken));
            _shown = wanted;
        }

        if (_shownAlerts != state.AlertVersion)
        {
            source.Publish(await alerts.ReadAsync(state.AlertVersion, cancellationToken));
            _shownAlerts = state.AlertVersion;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Ledger at sales version {Version}: {Issued} forecasts entered, {Scored} item-days scored, {Raised} alerts raised")]
    private static partial void Settled(ILogger logger, long version, int issued, int scored, int raised);

    [LoggerMessage(2, LogLevel.Error, "The ledger cannot be kept; what was read before stays")]
    private static partial void Lost(ILogger logger, Exception exception);
}
