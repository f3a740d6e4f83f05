using System.Net.Http.Json;

namespace IowaSales.Contracts;

/// <summary><see cref="IMonitoringClient"/> over HTTP.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
public sealed class MonitoringClient(HttpClient http) : IMonitoringClient
{
    private readonly ApiConnection _api = new(http);

    /// <inheritdoc/>
    public Task<LiveAccuracy> GetAccuracyAsync(int days = 28, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"accuracy?days={ApiConnection.Number(days)}", ContractJson.Default.LiveAccuracy, cancellationToken);

    /// <inheritdoc/>
    public Task<LiveItems> GetItemAccuracyAsync(int days = 28, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"accuracy/items?days={ApiConnection.Number(days)}", ContractJson.Default.LiveItems, cancellationToken);

    /// <inheritdoc/>
    public Task<LastWeek> GetLastWeekAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("accuracy/last-week", ContractJson.Default.LastWeek, cancellationToken);

    /// <inheritdoc/>
    public Task<AlertFeed> GetAlertsAsync(bool dismissed = false, CancellationToken cancellationToken = default) =>
        _api.GetAsync(dismissed ? "alerts?state=all" : "alerts", ContractJson.Default.AlertFeed, cancellationToken);

    /// <inheritdoc/>
    public Task<SalesAlert> DismissAlertAsync(long id, string key, string? note = null, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Post,
            $"alerts/{ApiConnection.Number(id)}/dismiss{(note is null ? "" : $"?note={Uri.EscapeDataString(note)}")}",
            key,
            content: null,
            ContractJson.Default.SalesAlert,
            cancellationToken);

    /// <inheritdoc/>
    public async Task<DismissedAlerts> DismissAlertsAsync(
        IReadOnlyList<long> ids, string key, string? note = null, CancellationToken cancellationToken = default)
    {
        using var content = JsonContent.Create(new AlertDismissal(ids, note), ContractJson.Default.AlertDismissal);
        return await _api.SendAsync(HttpMethod.Post, "alerts/dismiss", key, content, ContractJson.Default.DismissedAlerts, cancellationToken).ConfigureAwait(false);
    }
}
