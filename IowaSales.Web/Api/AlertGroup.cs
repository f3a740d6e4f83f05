using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>Alerts of one day with one cause: one entry of the list, however many products it names.</summary>
/// <param name="Date">The day.</param>
/// <param name="Kind">What they are about.</param>
/// <param name="State">One of <see cref="AlertStates"/>.</param>
/// <param name="Alerts">The alerts, largest first.</param>
public sealed record AlertGroup(DateOnly Date, string Kind, string State, IReadOnlyList<SalesAlert> Alerts)
{
    /// <summary>Identifies the entry.</summary>
    public string Id => $"{Date:yyyy-MM-dd} {Kind} {State}";

    /// <summary>Whether they are dismissed.</summary>
    public bool Dismissed => State == AlertStates.Dismissed;

    /// <summary>Who looks after them, in order of name; empty for nobody.</summary>
    public string Owners => string.Join(", ", Alerts.Select(alert => alert.Owner).OfType<string>().Distinct().Order(StringComparer.OrdinalIgnoreCase));

    /// <summary>Bottles by which sales missed their forecasts; null where an alert is not about bottles.</summary>
    public double? Size => Alerts.Sum(SizeOf) is > 0 and var size ? size : null;

    /// <summary>Whether an alert is about all products.</summary>
    public bool ConcernsAll => Alerts.Any(alert => alert.Item is null);

    /// <summary>Bottles by which an alert's sales or forecast moved, or its stock falls short; null where it is not about bottles.</summary>
    /// <param name="alert">The alert.</param>
    public static double? SizeOf(SalesAlert alert) =>
        alert.Item is not null && alert.Kind is "unusual_sales" or "large_change" or "low_stock" ? Math.Abs(alert.Value - alert.Limit) : null;

    /// <summary>Puts alerts of one day and cause together.</summary>
    /// <param name="alerts">The alerts.</param>
    /// <returns>The entries, newest day first.</returns>
    public static IEnumerable<AlertGroup> Of(IEnumerable<SalesAlert> alerts) => alerts
        .GroupBy(alert => (alert.Date, alert.Kind, alert.State))
        .Select(group => new AlertGroup(group.Key.Date, group.Key.Kind, group.Key.State, [.. group.OrderByDescending(alert => SizeOf(alert) ?? 0)]))
        .OrderBy(group => group.Dismissed).ThenByDescending(group => group.Date);

    /// <summary>Number of open entries.</summary>
    /// <param name="feed">The alerts; null where none are kept.</param>
    public static int CountOpen(AlertFeed? feed) => Of(feed?.Alerts.Where(alert => alert.State == AlertStates.Open) ?? []).Count();
}
