using IowaSales.Storage.Entities;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Ledger;

/// <summary>The alerts of a store: read, assigned, put off, dismissed, flagged and handed to a webhook.</summary>
/// <param name="store">The store, prepared.</param>
/// <param name="time">Clock.</param>
public sealed class AlertBook(SalesStore store, TimeProvider time)
{
    /// <summary>Alerts older than this are not sent any more; a webhook set up later hears of news only.</summary>
    public static readonly TimeSpan DeliveryAge = TimeSpan.FromDays(1);

    /// <summary>The newest alerts, open ones first.</summary>
    /// <param name="max">Most alerts to give.</param>
    /// <param name="today">The day; what is put off beyond it is not counted as open.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts, and the number of all open ones by kind.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<(IReadOnlyList<Alert> Alerts, IReadOnlyDictionary<string, int> Open)> ReadAsync(
        int max, DateOnly today, CancellationToken cancellationToken = default) =>
        store.ReadAsync(async context =>
        {
            var alerts = await context.Alerts.AsNoTracking()
                .OrderBy(alert => alert.DismissedAt == null ? 0 : 1).ThenByDescending(alert => alert.Date).ThenByDescending(alert => alert.Id)
                .Take(max)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            var open = await context.Alerts.Where(alert => alert.DismissedAt == null && (alert.SnoozedUntil == null || alert.SnoozedUntil <= today))
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
        ChangeAsync(
            ids,
            alert => alert.DismissedAt is null,
            alert => (alert.DismissedAt, alert.DismissNote, alert.DismissedBy, alert.NextAttemptAt) = (time.GetUtcNow(), note, by, null),
            cancellationToken);

    /// <summary>Opens dismissed alerts again; open ones stay as they are. What the sales have answered is dismissed again with the next sales.</summary>
    /// <param name="ids">Numbers of the alerts; those that do not exist are ignored.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts that there are, in order of number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Alert>> ReopenAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken = default) => ChangeAsync(
        ids,
        alert => alert.DismissedAt is not null,
        alert => (alert.DismissedAt, alert.DismissNote, alert.DismissedBy, alert.SnoozedUntil) = (null, null, null, null),
        cancellationToken);

    /// <summary>Gives open alerts to someone.</summary>
    /// <param name="ids">Numbers of the alerts; those that do not exist are ignored.</param>
    /// <param name="owner">Who looks after them; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts that there are, in order of number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Alert>> AssignAsync(IReadOnlyCollection<long> ids, string? owner, CancellationToken cancellationToken = default) =>
        ChangeAsync(ids, alert => alert.DismissedAt is null && alert.Owner != owner, alert => alert.Owner = owner, cancellationToken);

    /// <summary>Puts open alerts off.</summary>
    /// <param name="ids">Numbers of the alerts; those that do not exist are ignored.</param>
    /// <param name="until">The day on which they are shown again; null for at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts that there are, in order of number.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<IReadOnlyList<Alert>> SnoozeAsync(IReadOnlyCollection<long> ids, DateOnly? until, CancellationToken cancellationToken = default) =>
        ChangeAsync(ids, alert => alert.DismissedAt is null && alert.SnoozedUntil != until, alert => alert.SnoozedUntil = until, cancellationToken);

    /// <summary>
    /// Brings the alerts of a kind to what was found of late: what is new is raised, what is still found gets its newest sentence, and what is not found
    /// any more is dismissed.
    /// </summary>
    /// <param name="kind">The kind.</param>
    /// <param name="found">What was found, by item.</param>
    /// <param name="date">The day it concerns.</param>
    /// <param name="quietDays">Days, counted back from that day, for which what a person dismissed is not raised again; 1 for that day alone.</param>
    /// <param name="settled">Why alerts that are not found any more are dismissed; where items are named together, another sentence says so.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The alerts that were raised.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<IReadOnlyList<Alert>> BringToAsync(
        string kind, IReadOnlyList<AlertFinding> found, DateOnly date, int quietDays, string settled, CancellationToken cancellationToken = default)
    {
        if (found.Count == 0 && !await store.ReadAsync(context => context.Alerts.AnyAsync(alert => alert.Kind == kind && alert.DismissedAt == null, cancellationToken)).ConfigureAwait(false))
        {
            return [];
        }

        var (since, together) = (date.AddDays(-quietDays), found.Any(one => one.Item is null));
        return await store.WriteAsync<IReadOnlyList<Alert>>(
            async context =>
            {
                var known = await context.Alerts.Where(alert => alert.Kind == kind && (alert.DismissedAt == null || alert.Date > since)).ToListAsync(cancellationToken).ConfigureAwait(false);
                var (raised, changed) = (new List<Alert>(), false);
                foreach (var alert in known.FindAll(alert => alert.DismissedAt is null))
                {
                    if ((quietDays > 1 || alert.Date == date) && found.FirstOrDefault(one => one.Item == alert.Item) is { } still)
                    {
                        changed |= alert.Reason != still.Reason;
                        (alert.Reason, alert.Value, alert.Limit) = (still.Reason, still.Value, still.Limit);
                    }
                    else
                    {
                        var note = alert.Item is null || together ? AlertReason.Regrouped : settled;
                        (alert.DismissedAt, alert.DismissNote, alert.NextAttemptAt, changed) = (time.GetUtcNow(), note, null, true);
                    }
                }

                foreach (var one in found.Where(one => !known.Exists(alert => alert.Item == one.Item && (alert.DismissedAt is null || (alert.DismissedBy is not null && alert.Date > since)))))
                {
                    if (known.Find(alert => alert.Item == one.Item && alert.Date == date) is { } again)
                    {
                        (again.DismissedAt, again.DismissNote, again.Reason, again.Value, again.Limit, changed) = (null, null, one.Reason, one.Value, one.Limit, true);
                    }
                    else if (await RaiseAsync(context, kind, one.Item, date, one.Reason, one.Value, one.Limit, time.GetUtcNow(), cancellationToken).ConfigureAwait(false) is { } alert)
                    {
                        raised.Add(alert);
                    }
                }

                if (changed || raised.Count > 0)
                {
                    await CountAsync(context, cancellationToken).ConfigureAwait(false);
                }

                return raised;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Dismisses what says that sales of a day are missing which is closed by now, or comes after another one that is missing.</summary>
    /// <param name="through">Last day of the sales.</param>
    /// <param name="next">The first day after it on which sales are expected; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Number of alerts dismissed.</returns>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<int> SettleOverdueAsync(DateOnly through, DateOnly? next, CancellationToken cancellationToken = default)
    {
        return !await store.ReadAsync(context => Other(context).AnyAsync(cancellationToken)).ConfigureAwait(false) ? 0 : await store.WriteAsync(
            async context =>
            {
                var alerts = await Other(context).ToListAsync(cancellationToken).ConfigureAwait(false);
                alerts.ForEach(alert => (alert.DismissedAt, alert.DismissNote, alert.NextAttemptAt) =
                    (time.GetUtcNow(), alert.Date > next ? AlertReason.EarlierDay : AlertReason.ClosedDay, null));
                await CountAsync(context, cancellationToken).ConfigureAwait(false);
                return alerts.Count;
            },
            cancellationToken).ConfigureAwait(false);

        IQueryable<Alert> Other(SalesContext context) => context.Alerts.Where(alert =>
            alert.Kind == AlertKind.StaleData && alert.DismissedAt == null && alert.Date > through && (next == null || alert.Date != next));
    }

    /// <summary>Raises that a day's sales are overdue, once; again where its alert was dismissed for another day's sake (<see cref="SettleOverdueAsync"/>).</summary>
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
                var again = await context.Alerts.SingleOrDefaultAsync(
                    known => known.Kind == AlertKind.StaleData && known.Date == day && known.DismissedAt != null && (known.DismissNote == AlertReason.ClosedDay || known.DismissNote == AlertReason.EarlierDay), cancellationToken).ConfigureAwait(false);
                if (again is not null)
                {
                    (again.DismissedAt, again.DismissNote, again.Reason, again.Value) = (null, null, reason, hoursLate);
                }

                var alert = again ?? await RaiseAsync(context, AlertKind.StaleData, null, day, reason, hoursLate, 0, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
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

    private Task<IReadOnlyList<Alert>> ChangeAsync(
        IReadOnlyCollection<long> ids, Predicate<Alert> changes, Action<Alert> change, CancellationToken cancellationToken) =>
        store.WriteAsync<IReadOnlyList<Alert>>(
            async context =>
            {
                var alerts = await context.Alerts.Where(alert => ids.Contains(alert.Id)).OrderBy(alert => alert.Id).ToListAsync(cancellationToken).ConfigureAwait(false);
                var changing = alerts.FindAll(changes);
                changing.ForEach(change);
                if (changing.Count > 0)
                {
                    await CountAsync(context, cancellationToken).ConfigureAwait(false);
                }

                return alerts;
            },
            cancellationToken);

    private static async Task CountAsync(SalesContext context, CancellationToken cancellationToken) =>
        (await context.StoreStates.SingleAsync(cancellationToken).ConfigureAwait(false)).AlertVersion++;
}

/// <summary>What is found of an item, or of all together, that a person should look at.</summary>
/// <param name="Item">Name of the item; null for all together.</param>
/// <param name="Reason">What happened and what was expected, in one sentence.</param>
/// <param name="Value">What was observed.</param>
/// <param name="Limit">What it is measured by.</param>
public sealed record AlertFinding(string? Item, string Reason, double Value, double Limit);
