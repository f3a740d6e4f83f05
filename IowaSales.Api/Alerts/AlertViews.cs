using System.Globalization;
using IowaSales.Api.Http.Answers;
using IowaSales.Contracts;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Alerts;

/// <summary>Reads the alerts and serialises them.</summary>
/// <param name="book">The alerts.</param>
internal sealed class AlertViews(AlertBook book)
{
    private const int MaxShown = 500;

    /// <summary>Reads all.</summary>
    /// <param name="version">Version of the alerts, part of the answers' tag.</param>
    /// <param name="today">The day, likewise: what is put off comes back with it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AlertView> ReadAsync(long version, DateOnly today, CancellationToken cancellationToken)
    {
        var (alerts, open) = await book.ReadAsync(MaxShown, today, cancellationToken);
        var all = alerts.Select(alert => Of(alert, today)).ToArray();
        return new AlertView(AnswerOf(AlertStates.Open), AnswerOf(AlertStates.Snoozed), AnswerOf(null), open);

        Answer AnswerOf(string? state) => Answer.Json(
            new AlertFeed(state is null ? all : [.. all.Where(alert => alert.State == state)], open),
            ContractJson.Default.AlertFeed,
            string.Create(CultureInfo.InvariantCulture, $"alerts-{version}-{today.DayNumber}-{state ?? "all"}"));
    }

    /// <summary>An alert in the contract's words.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="today">The day, which says whether it is put off.</param>
    public static SalesAlert Of(Alert alert, DateOnly today) => new(
        alert.Id,
        alert.Kind,
        alert.Item,
        alert.Date,
        alert.RaisedAt,
        alert.Reason,
        Math.Round(alert.Value, 4),
        Math.Round(alert.Limit, 4),
        alert.DismissedAt,
        alert.DismissNote)
    {
        DismissedBy = alert.DismissedBy,
        State = alert.DismissedAt is not null ? AlertStates.Dismissed : alert.SnoozedUntil > today ? AlertStates.Snoozed : AlertStates.Open,
        Owner = alert.Owner,
        SnoozedUntil = alert.SnoozedUntil,
    };
}
