namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /alerts</c>: alerts.</summary>
/// <param name="Alerts">Open alerts, newest day first; with <c>state=all</c> dismissed ones after them, 500 at most.</param>
/// <param name="Open">Number of all open alerts by kind.</param>
public sealed record AlertFeed(IReadOnlyList<SalesAlert> Alerts, IReadOnlyDictionary<string, int> Open);

/// <summary>Body of <c>POST /alerts/dismiss</c>: alerts to dismiss together.</summary>
/// <param name="Ids">Numbers of the alerts, 1 .. 500.</param>
/// <param name="Note">Why, at most 200 characters; null for no reason.</param>
public sealed record AlertDismissal(IReadOnlyList<long> Ids, string? Note = null);

/// <summary>Answer of <c>POST /alerts/dismiss</c>.</summary>
/// <param name="Alerts">The alerts as they are now, in order of number.</param>
public sealed record DismissedAlerts(IReadOnlyList<SalesAlert> Alerts);

/// <summary>An alert; also the body of a webhook's request.</summary>
/// <param name="Id">Number of the alert.</param>
/// <param name="Kind"><c>drift</c>, <c>unusual_sales</c>, <c>unusual_day</c>, <c>stopped</c> or <c>stale_data</c>.</param>
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
}
