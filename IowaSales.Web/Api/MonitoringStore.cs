using IowaSales.Contracts;
using IowaSales.Web.SignIn;

namespace IowaSales.Web.Api;

/// <summary>
/// Live monitoring: the accuracy of served forecasts, and alerts. It changes with every import and every click, so that nothing is kept here; the
/// API answers it from memory.
/// </summary>
/// <param name="client">The API.</param>
/// <param name="person">Who looks.</param>
internal sealed class MonitoringStore(IMonitoringClient client, Person person)
{
    /// <summary>Raised when alerts have been asked for, with the number of open entries, so that every count on a page says the same.</summary>
    public event Action<int>? OpenCounted;

    /// <summary>The last seven days as forecast and as sold, and the accuracy over some days.</summary>
    /// <param name="days">Days to look back: 7, 28 or 91.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<StoreAnswer<PastWeek>> GetPastWeekAsync(int days, CancellationToken cancellationToken) => StoreAnswer<PastWeek>.AskAsync(async () =>
    {
        var week = client.GetLastWeekAsync(cancellationToken);
        var accuracy = client.GetAccuracyAsync(days, cancellationToken);
        var items = client.GetItemAccuracyAsync(days, cancellationToken);
        await Task.WhenAll(week, accuracy, items).ConfigureAwait(false);
        return new PastWeek(await week.ConfigureAwait(false), await accuracy.ConfigureAwait(false), await items.ConfigureAwait(false));
    });

    /// <summary>Alerts.</summary>
    /// <param name="all">Whether to give snoozed and dismissed alerts too.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task<StoreAnswer<AlertFeed>> GetAlertsAsync(bool all, CancellationToken cancellationToken)
    {
        var answer = await StoreAnswer<AlertFeed>.AskAsync(() => client.GetAlertsAsync(all, cancellationToken)).ConfigureAwait(false);
        OpenCounted?.Invoke(AlertGroup.CountOpen(answer.Value));
        return answer;
    }

    /// <summary>Dismisses alerts in one change.</summary>
    public async Task<ChangedAlerts> DismissAsync(IReadOnlyList<long> ids, string? note, CancellationToken cancellationToken) =>
        await client.DismissAlertsAsync(ids, await person.CredentialAsync().ConfigureAwait(false), note, cancellationToken).ConfigureAwait(false);

    /// <summary>Gives alerts to someone in one change; null for nobody.</summary>
    public async Task<ChangedAlerts> AssignAsync(IReadOnlyList<long> ids, string? owner, CancellationToken cancellationToken) =>
        await client.AssignAlertsAsync(ids, await person.CredentialAsync().ConfigureAwait(false), owner, cancellationToken).ConfigureAwait(false);

    /// <summary>Puts alerts off until a day in one change; null shows them again.</summary>
    public async Task<ChangedAlerts> SnoozeAsync(IReadOnlyList<long> ids, DateOnly? until, CancellationToken cancellationToken) =>
        await client.SnoozeAlertsAsync(ids, await person.CredentialAsync().ConfigureAwait(false), until, cancellationToken).ConfigureAwait(false);

    /// <summary>Opens dismissed alerts again in one change.</summary>
    public async Task<ChangedAlerts> ReopenAsync(IReadOnlyList<long> ids, CancellationToken cancellationToken) =>
        await client.ReopenAlertsAsync(ids, await person.CredentialAsync().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
}

/// <summary>The last week, and the accuracy of the forecasts.</summary>
/// <param name="Week">The last seven days.</param>
/// <param name="Accuracy">Errors over the days looked back.</param>
/// <param name="Items">The same by item.</param>
internal sealed record PastWeek(LastWeek Week, LiveAccuracy Accuracy, LiveItems Items);
