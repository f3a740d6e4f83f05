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
    public Task<AlertFeed> GetAlertsAsync(bool all = false, CancellationToken cancellationToken = default) =>
        _api.GetAsync(all ? "alerts?state=all" : "alerts", ContractJson.Default.AlertFeed, cancellationToken);

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
    public Task<ChangedAlerts> DismissAlertsAsync(
        IReadOnlyList<long> ids, string key, string? note = null, CancellationToken cancellationToken = default) =>
        ChangeAsync("dismiss", JsonContent.Create(new AlertDismissal(ids, note), ContractJson.Default.AlertDismissal), key, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangedAlerts> AssignAlertsAsync(IReadOnlyList<long> ids, string key, string? owner, CancellationToken cancellationToken = default) =>
        ChangeAsync("assign", JsonContent.Create(new AlertAssignment(ids, owner), ContractJson.Default.AlertAssignment), key, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangedAlerts> SnoozeAlertsAsync(IReadOnlyList<long> ids, string key, DateOnly? until, CancellationToken cancellationToken = default) =>
        ChangeAsync("snooze", JsonContent.Create(new AlertSnooze(ids, until), ContractJson.Default.AlertSnooze), key, cancellationToken);

    /// <inheritdoc/>
    public Task<ChangedAlerts> ReopenAlertsAsync(IReadOnlyList<long> ids, string key, CancellationToken cancellationToken = default) =>
        ChangeAsync("reopen", JsonContent.Create(new AlertReopening(ids), ContractJson.Default.AlertReopening), key, cancellationToken);

    private async Task<ChangedAlerts> ChangeAsync(string action, JsonContent content, string key, CancellationToken cancellationToken)
    {
        using (content)
        {
            return await _api.SendAsync(HttpMethod.Post, $"alerts/{action}", key, content, ContractJson.Default.ChangedAlerts, cancellationToken).ConfigureAwait(false);
        }
    }
}
