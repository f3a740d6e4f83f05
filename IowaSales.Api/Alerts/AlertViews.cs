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
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<AlertView> ReadAsync(long version, CancellationToken cancellationToken)
    {
        var (alerts, open) = await book.ReadAsync(MaxShown, cancellationToken);
        var all = alerts.Select(Of).ToArray();
        return new AlertView(
            Answer.Json(new AlertFeed([.. all.Where(alert => alert.DismissedAt is null)], open), ContractJson.Default.AlertFeed, $"alerts-{version}"),
            Answer.Json(new AlertFeed(all, open), ContractJson.Default.AlertFeed, $"alerts-{version}-all"),
            open);
    }

    /// <summary>An alert in the contract's words.</summary>
    /// <param name="alert">The alert.</param>
    public static SalesAlert Of(Alert alert) => new(
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
    { DismissedBy = alert.DismissedBy };
}
