using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>The alerts of a store: read, dismissed, flagged and handed to a webhook.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
public sealed class AlertBook(SalesStore store, TimeProvider time)
{
    /// <summary>Alerts older than this are not sent any more; a webhook set up later hears of news only.</summary>
    public static readonly TimeSpan DeliveryAge = TimeSpan.FromDays(1);

    /// <summary>The newest alerts, open ones first.</summary>
    /// <param name="max">Most alerts to give.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts, and the number of all open ones by kind.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<Alert> Alerts, IReadOnlyDictionary<string, int> Open)> ReadAsync(int max, CancellationToken cancellationToken = default) =>
        store.ReadAsync(async context =>
        {
            var alerts = await context.Alerts.AsNoTracking()
                .OrderBy(alert => alert.DismissedAt == null ? 0 : 1).ThenByDescending(alert => alert.Date).ThenByDescending(alert => alert.Id)
                .Take(max)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var open = await context.Alerts.Where(alert => alert.DismissedAt == null)
                .GroupBy(alert => alert.Kind).Select(kind => new { kind.Key, Count = kind.Count() })
                .ToDictionaryAsync(kind => kind.Key, kind => kind.Count, cancellationToken).ConfigureAwait(false);
            return ((IReadOnlyList<Alert>)alerts, (IReadOnlyDictionary<string, int>)open);
        });

    /// <summary>Dismisses an alert; one that is dismissed already stays as it is.</summary>
    /// <param name="id">Number of the alert.</param>
    /// <param name="note">Why; null for no reason.</param>
    /// <param name="by">Who dismisses; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alert; null when there is none of that number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<Alert?> DismissAsync(long id, string? note, string? by = null, CancellationToken cancellationToken = default) =>
        (await DismissAsync([id], note, by, cancellationToken).ConfigureAwait(false)).SingleOrDefault();

    /// <summary>Dismisses alerts, all in one change; those that are dismissed already stay as they are.</summary>
    /// <param name="ids">Numbers of the alerts; those that do not exist are ignored.</param>
    /// <param name="note">Why; null for no reason.</param>
    /// <param name="by">Who dismisses; null where that is not known.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts that there are, in order of number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Alert>> DismissAsync(IReadOnlyCollection<long> ids, string? note, string? by = null, CancellationToken cancellationToken = default) =>
        store.WriteAsync<IReadOnlyList<Alert>>(
            async context =>
            {
                var alerts = await context.Alerts.Where(alert => ids.Contains(alert.Id)).OrderBy(alert => alert.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
                var open = alerts.FindAll(alert => alert.DismissedAt is null);
                foreach (var alert in open)
                {
                    (alert.DismissedAt, alert.DismissNote, alert.DismissedBy, alert.NextAttemptAt) = (time.GetUtcNow(), note, by, null);
                }

                if (open.Count > 0)
                {
                    await CountAsync(context, cancellationToken).ConfigureAwait(false);
                }

                return alerts;
            },
            cancellationToken);

    /// <summary>Raises that a day's sales are overdue, once.</summary>
    /// <param name="day">The first day that is missing.</param>
    /// <param name="reason">What is missing and since when, in one sentence.</param>
    /// <param name="hoursLate">Hours since it was due.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alert; null when it is known.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<Alert?> RaiseOverdueAsync(DateOnly day, string reason, double hoursLate, CancellationToken cancellationToken = default) =>
        store.WriteAsync(
            async context =>
            {
                var alert = await RaiseAsync(context, AlertKind.StaleData, null, day, reason, hoursLate, 0, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                if (alert is not null)
                {
                    await CountAsync(context, cancellationToken).ConfigureAwait(false);
                }

                return alert;
            },
            cancellationToken);

    /// <summary>How long after the beginning of their last day recent deliveries came, newest first.</summary>
    /// <param name="max">Maximum number of deliveries.</param>
    /// <param name="zone">Time zone in which days begin.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<TimeSpan>> DelaysAsync(int max, TimeZoneInfo zone, CancellationToken cancellationToken = default) =>
        store.ReadAsync(async context =>
        {
            var batches = await context.Batches.AsNoTracking()
                .Where(batch => batch.State == BatchState.Applied && batch.PreviousLastDate != null && batch.LastDate > batch.PreviousLastDate)
                .OrderByDescending(batch => batch.Id).Take(max)
                .Select(batch => new { batch.ReceivedAt, batch.LastDate })
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            return (IReadOnlyList<TimeSpan>)[.. batches.Select(batch =>
                TimeZoneInfo.ConvertTime(batch.ReceivedAt, zone).DateTime - batch.LastDate.ToDateTime(TimeOnly.MinValue))];
        });

    /// <summary>Takes alerts whose delivery is due, and puts their next attempt off so that no other replica takes them meanwhile.</summary>
    /// <param name="max">Most alerts to take.</param>
    /// <param name="lease">For how long they are taken.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<IReadOnlyList<Alert>> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var youngest = now - DeliveryAge;
        var due = await store.ReadAsync(context => Due(context).AnyAsync(cancellationToken)).ConfigureAwait(false);
        return !due ? [] : await store.WriteAsync<IReadOnlyList<Alert>>(
            async context =>
            {
                var alerts = await Due(context).OrderBy(alert => alert.Id).Take(max).ToListAsync(cancellationToken).ConfigureAwait(false);
                foreach (var alert in alerts)
                {
                    alert.Attempts++;
                    alert.NextAttemptAt = now + lease;
                }

                return alerts;
            },
            cancellationToken).ConfigureAwait(false);

        IQueryable<Alert> Due(SalesContext context) => context.Alerts.Where(alert => alert.NextAttemptAt <= now && alert.RaisedAt > youngest);
    }

    /// <summary>Notes what became of a delivery.</summary>
    /// <param name="id">Number of the alert.</param>
    /// <param name="error">What it failed with; null when it was taken.</param>
    /// <param name="next">When to try again; null for never.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<int> NoteDeliveryAsync(long id, string? error, DateTimeOffset? next, CancellationToken cancellationToken = default)
    {
        DateTimeOffset? delivered = error is null ? time.GetUtcNow() : null;
        return store.WriteAsync(
            context => context.Alerts.Where(alert => alert.Id == id).ExecuteUpdateAsync(
                update => update
                    .SetProperty(alert => alert.LastError, error)
                    .SetProperty(alert => alert.DeliveredAt, delivered)
                    .SetProperty(alert => alert.NextAttemptAt, next),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Raises an alert unless the same was raised before.</summary>
    internal static async Task<Alert?> RaiseAsync(
        SalesContext context, string kind, string? item, DateOnly date, string reason, double value, double limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await context.Alerts.AnyAsync(alert => alert.Kind == kind && alert.Item == item && alert.Date == date, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var alert = new Alert { Kind = kind, Item = item, Date = date, RaisedAt = now, Reason = reason, Value = value, Limit = limit, NextAttemptAt = now };
        context.Alerts.Add(alert);
        return alert;
    }

    private static async Task CountAsync(SalesContext context, CancellationToken cancellationToken) =>
        (await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false)).AlertVersion++;
}
