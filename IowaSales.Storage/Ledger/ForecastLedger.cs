using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>
/// Keeps account of the forecasts: enters what is being served, scores it when the sales arrive, watches the scores. One settling is one
/// transaction, so that a process that dies midway leaves nothing half done and another replica does it.
/// </summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
/// <param name="keepDays">Days for which forecasts, their scores and dismissed alerts are kept, counted back from the newest forecast.</param>
public sealed class ForecastLedger(SalesStore store, TimeProvider time, int keepDays = ForecastLedger.DefaultKeepDays)
{
    /// <summary>Days kept unless something else is asked for.</summary>
    public const int DefaultKeepDays = 400;

    /// <summary>Fewest days to keep: drift looks back 26 weeks.</summary>
    public const int MinKeepDays = 200;

    /// <summary>Most days to keep.</summary>
    public const int MaxKeepDays = 36_500;

    /// <summary>Brings the ledger to the version of the sales that the served forecasts were made from. Doing it twice changes nothing.</summary>
    /// <param name="served">The forecasts of the champion, and after them those of a challenger if there is one.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public async Task<LedgerOutcome> SettleAsync(IReadOnlyList<ServedForecast> served, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(served);
        var version = served[0].DataVersion;
        var before = await store.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (before.DataVersion != version)
        {
            return LedgerOutcome.Nothing(settled: false);
        }

        return before.LedgerVersion == version && await store.ReadAsync(context => IsIssuedAsync(context, served, cancellationToken)).ConfigureAwait(false)
            ? LedgerOutcome.Nothing(settled: true)
            : await store.WriteAsync(context => SettleAsync(context, served, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    private async Task<LedgerOutcome> SettleAsync(SalesContext context, IReadOnlyList<ServedForecast> served, CancellationToken cancellationToken)
    {
        var (champion, version) = (served[0], served[0].DataVersion);
        var state = await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false);
        if (state.DataVersion != version)
        {
            return LedgerOutcome.Nothing(settled: false);
        }

        var scored = 0;
        IReadOnlyList<Alert> raised = [];
        if (state.LedgerVersion < version)
        {
            if (await ChangedDaysAsync(context, state.LedgerVersion, cancellationToken).ConfigureAwait(false) is { } days)
            {
                scored = await new Scoring(context, store.Provider).ScoreAsync(days.From, days.Through, cancellationToken).ConfigureAwait(false);
            }

            raised = await new Watch(context, time).LookAsync(champion, cancellationToken).ConfigureAwait(false);
            state.AlertVersion += raised.Count > 0 ? 1 : 0;
            state.LedgerVersion = version;
        }

        var issued = await new Issuing(context, store.Provider, time).EnterAsync(served, cancellationToken).ConfigureAwait(false);
        if (issued > 0)
        {
            var gone = await Pruning.PruneAsync(context, champion.Forecasts.History.OriginDate.AddDays(-keepDays), cancellationToken).ConfigureAwait(false);
            state.AlertVersion += gone > 0 ? 1 : 0;
        }

        return new LedgerOutcome(Settled: true, scored, issued, [.. raised.Select(alert => alert.Kind)]);
    }

    private static async Task<bool> IsIssuedAsync(SalesContext context, IReadOnlyList<ServedForecast> served, CancellationToken cancellationToken)
    {
        foreach (var forecast in served)
        {
            if (!await Issuing.IsEnteredAsync(context, forecast, cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The days whose sales may have changed since a version of them; null for none.</summary>
    private static async Task<(DateOnly From, DateOnly Through)?> ChangedDaysAsync(
        SalesContext context, long since, CancellationToken cancellationToken)
    {
        var changed = await context.Batches.AsNoTracking()
            .Where(batch => batch.ChangedVersion > since)
            .GroupBy(_ => 1)
            .Select(all => new { From = all.Min(batch => batch.FirstDate), Through = all.Max(batch => batch.LastDate) })
            .SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        return changed is null ? null : (changed.From, changed.Through);
    }
}
