namespace IowaSales.Contracts;

/// <summary>
/// Typed client of live monitoring: the accuracy of served forecasts, and alerts. Every method throws <see cref="ForecastApiException"/> when the
/// API refuses (404 where it keeps no store), <see cref="HttpRequestException"/> when it cannot be reached and
/// <see cref="OperationCanceledException"/> when cancelled.
/// </summary>
public interface IMonitoringClient
{
    /// <summary><c>GET /accuracy</c>: accuracy of the served forecasts.</summary>
    /// <param name="days">Days to look back: 7, 28 or 91.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<LiveAccuracy> GetAccuracyAsync(int days = 28, CancellationToken cancellationToken = default);

    /// <summary><c>GET /accuracy/items</c>: the same by item.</summary>
    /// <param name="days">Days to look back: 7, 28 or 91.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<LiveItems> GetItemAccuracyAsync(int days = 28, CancellationToken cancellationToken = default);

    /// <summary><c>GET /accuracy/last-week</c>: the last seven days, as forecast and as sold.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<LastWeek> GetLastWeekAsync(CancellationToken cancellationToken = default);

    /// <summary><c>GET /alerts</c>: alerts.</summary>
    /// <param name="all">Whether to give snoozed and dismissed alerts too.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<AlertFeed> GetAlertsAsync(bool all = false, CancellationToken cancellationToken = default);

    /// <summary><c>POST /alerts/{id}/dismiss</c>: dismisses an alert.</summary>
    /// <param name="id">Number of the alert.</param>
    /// <param name="key">The API key.</param>
    /// <param name="note">Why; null for no reason.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesAlert> DismissAlertAsync(long id, string key, string? note = null, CancellationToken cancellationToken = default);

    /// <summary><c>POST /alerts/dismiss</c>: dismisses alerts together.</summary>
    /// <param name="ids">Numbers of the alerts, 1 .. 500; those that do not exist are ignored.</param>
    /// <param name="key">The API key.</param>
    /// <param name="note">Why; null for no reason.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangedAlerts> DismissAlertsAsync(
        IReadOnlyList<long> ids, string key, string? note = null, CancellationToken cancellationToken = default);

    /// <summary><c>POST /alerts/assign</c>: gives open alerts to someone.</summary>
    /// <param name="ids">Numbers of the alerts, 1 .. 500; those that do not exist are ignored.</param>
    /// <param name="key">The API key.</param>
    /// <param name="owner">Who looks after them; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangedAlerts> AssignAlertsAsync(IReadOnlyList<long> ids, string key, string? owner, CancellationToken cancellationToken = default);

    /// <summary><c>POST /alerts/snooze</c>: puts open alerts off.</summary>
    /// <param name="ids">Numbers of the alerts, 1 .. 500; those that do not exist are ignored.</param>
    /// <param name="key">The API key.</param>
    /// <param name="until">The day on which they are shown again; null for at once.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangedAlerts> SnoozeAlertsAsync(IReadOnlyList<long> ids, string key, DateOnly? until, CancellationToken cancellationToken = default);

    /// <summary><c>POST /alerts/reopen</c>: opens dismissed alerts again.</summary>
    /// <param name="ids">Numbers of the alerts, 1 .. 500; those that do not exist are ignored.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<ChangedAlerts> ReopenAlertsAsync(IReadOnlyList<long> ids, string key, CancellationToken cancellationToken = default);
}
