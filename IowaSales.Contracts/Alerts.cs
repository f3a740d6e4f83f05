namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /alerts</c>: alerts.</summary>
/// <param name="Alerts">Open alerts, newest day first; with <c>state=all</c> snoozed ones too and dismissed ones after them, 500 at most.</param>
/// <param name="Open">Number of all open alerts by kind, without those that are snoozed.</param>
public sealed record AlertFeed(IReadOnlyList<SalesAlert> Alerts, IReadOnlyDictionary<string, int> Open);

/// <summary>Body of <c>POST /alerts/dismiss</c>: alerts to dismiss together.</summary>
/// <param name="Ids">Numbers of the alerts, 1 .. 500.</param>
/// <param name="Note">Why, at most 200 characters; null for no reason.</param>
public sealed record AlertDismissal(IReadOnlyList<long> Ids, string? Note = null);

/// <summary>Body of <c>POST /alerts/assign</c>: alerts to give to someone.</summary>
/// <param name="Ids">Numbers of the alerts, 1 .. 500.</param>
/// <param name="Owner">Who looks after them, at most 100 characters; null for nobody.</param>
public sealed record AlertAssignment(IReadOnlyList<long> Ids, string? Owner = null);

/// <summary>Body of <c>POST /alerts/snooze</c>: alerts to put off.</summary>
/// <param name="Ids">Numbers of the alerts, 1 .. 500.</param>
/// <param name="Until">The day on which they are shown again, after today and at most a year ahead; null for at once.</param>
public sealed record AlertSnooze(IReadOnlyList<long> Ids, DateOnly? Until = null);

/// <summary>Body of <c>POST /alerts/reopen</c>: dismissed alerts to open again.</summary>
/// <param name="Ids">Numbers of the alerts, 1 .. 500.</param>
public sealed record AlertReopening(IReadOnlyList<long> Ids);

/// <summary>Answer of what changes alerts together.</summary>
/// <param name="Alerts">The alerts as they are now, in order of number.</param>
public sealed record ChangedAlerts(IReadOnlyList<SalesAlert> Alerts);

/// <summary>An alert; also the body of a webhook's request.</summary>
/// <param name="Id">Number of the alert.</param>
/// <param name="Kind"><c>drift</c>, <c>unusual_sales</c>, <c>unusual_day</c>, <c>stopped</c>, <c>stale_data</c>, <c>low_stock</c> or <c>large_change</c>.</param>
/// <param name="Item">Stored name of the item; null when it concerns all.</param>
/// <param name="Date">The day it concerns.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="Reason">What happened and what was expected, in one sentence.</param>
/// <param name="Value">What was observed.</param>
/// <param name="Limit">What it is measured by.</param>
/// <param name="DismissedAt">When it was dismissed; null while open.</param>
/// <param name="DismissNote">Why it was dismissed.</param>
public sealed record SalesAlert(
    long Id,
    string Kind,
    string? Item,
    DateOnly Date,
    DateTimeOffset RaisedAt,
    string Reason,
    double Value,
    double Limit,
    DateTimeOffset? DismissedAt,
    string? DismissNote)
{
    /// <summary>Who dismissed it: whoever was signed in, or the name of the API key; null while open, or where that is not known.</summary>
    public string? DismissedBy { get; init; }

    /// <summary><c>open</c>, <c>snoozed</c> or <c>dismissed</c>.</summary>
    public string State { get; init; } = DismissedAt is null ? AlertStates.Open : AlertStates.Dismissed;

    /// <summary>Who looks after it; null for nobody.</summary>
    public string? Owner { get; init; }

    /// <summary>The day on which it is shown again; null where it was never put off.</summary>
    public DateOnly? SnoozedUntil { get; init; }
}

/// <summary>The states of an alert.</summary>
public static class AlertStates
{
    /// <summary>Waits for someone.</summary>
    public const string Open = "open";

    /// <summary>Is put off until a day.</summary>
    public const string Snoozed = "snoozed";

    /// <summary>Has been handled.</summary>
    public const string Dismissed = "dismissed";
}
