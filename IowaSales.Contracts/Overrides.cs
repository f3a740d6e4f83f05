namespace IowaSales.Contracts;

/// <summary>Body of <c>POST /overrides</c>: what a person knows better than the model.</summary>
public sealed record OverrideRequest
{
    /// <summary><c>item</c>, <c>category</c> or <c>all</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Name of the item or category; null for all items.</summary>
    public string? Target { get; init; }

    /// <summary>First day, a day of the forecast.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last day, on which the override expires.</summary>
    public DateOnly Through { get; init; }

    /// <summary><c>factor</c>, <c>units</c> (added, or taken away below 0) or <c>absolute</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The factor, 0 to 100; or the units over all these days and items.</summary>
    public double Value { get; init; }

    /// <summary>Why, 1 to 200 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>Who, 1 to 100 characters.</summary>
    public string? Author { get; init; }

    /// <summary>Number of the override whose place it takes; null for none.</summary>
    public long? Replaces { get; init; }

    /// <summary>Version of that override, as the person saw it.</summary>
    public int? ReplacesVersion { get; init; }
}

/// <summary>An override of the forecast.</summary>
/// <param name="Id">Number of the override.</param>
/// <param name="Scope"><c>item</c>, <c>category</c> or <c>all</c>.</param>
/// <param name="Target">Name of the item or category; null for all items.</param>
/// <param name="From">First day.</param>
/// <param name="Through">Last day; it expires then.</param>
/// <param name="Kind"><c>factor</c>, <c>units</c> or <c>absolute</c>.</param>
/// <param name="Value">The factor; or the units over all its days and items.</param>
/// <param name="Reason">Why it was made.</param>
/// <param name="Author">Who made it.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="State"><c>active</c>, <c>expired</c>, <c>replaced</c> or <c>undone</c>.</param>
/// <param name="Version">Counts its changes, from 1.</param>
/// <param name="Replaces">The override whose place it took; null for none.</param>
/// <param name="EndedAt">When it was replaced or undone; null while it counts.</param>
/// <param name="EndedBy">Who did.</param>
public sealed record ForecastOverrideInfo(
    long Id,
    string Scope,
    string? Target,
    DateOnly From,
    DateOnly Through,
    string Kind,
    double Value,
    string Reason,
    string Author,
    DateTimeOffset CreatedAt,
    string State,
    int Version,
    long? Replaces,
    DateTimeOffset? EndedAt,
    string? EndedBy);

/// <summary>Answer of <c>GET /overrides</c>.</summary>
/// <param name="Overrides">The overrides, newest first, at most 50 a page.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Total">Number of all overrides asked for.</param>
public sealed record OverrideList(IReadOnlyList<ForecastOverrideInfo> Overrides, int Page, int Total);

/// <summary>
/// Answer of <c>GET /value-added</c>: absolute errors, in units, of the seasonal naive, the model and the plan on the item-days that overrides bore on.
/// </summary>
/// <param name="From">First day looked at.</param>
/// <param name="Through">Last day looked at.</param>
/// <param name="ItemDays">Item-days that overrides bore on and that were sold.</param>
/// <param name="Sales">Units sold on them.</param>
/// <param name="Naive">Sum of the absolute errors of the seasonal naive.</param>
/// <param name="Model">Sum of the absolute errors of the model's mean forecast.</param>
/// <param name="Plan">Sum of the absolute errors of the plan.</param>
/// <param name="Added">Forecast value added: the model's error less the plan's; above 0 where the overrides helped.</param>
/// <param name="ByReason">The same by reason, in order of value added, largest first; the parts add up.</param>
/// <param name="ByAuthor">The same by author.</param>
public sealed record ValueAdded(
    DateOnly From,
    DateOnly Through,
    int ItemDays,
    double Sales,
    double Naive,
    double Model,
    double Plan,
    double Added,
    IReadOnlyList<ValueAddedRow> ByReason,
    IReadOnlyList<ValueAddedRow> ByAuthor);

/// <summary>What the overrides of one reason or author added.</summary>
/// <param name="Name">The reason or author.</param>
/// <param name="ItemDays">Item-days of its overrides.</param>
/// <param name="Before">Sum of absolute errors before them.</param>
/// <param name="After">Sum of absolute errors after them.</param>
/// <param name="Added">The one less the other; above 0 where they helped.</param>
public sealed record ValueAddedRow(
    string Name, int ItemDays, double Before, double After, double Added);
