namespace IowaSales.Contracts;

/// <summary>Body of <c>POST /closures</c>: days that are known to be closed, or open although they were learned as closed.</summary>
public sealed record ClosureRequest
{
    /// <summary><c>item</c> or <c>all</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Name of the item; null for all items.</summary>
    public string? Target { get; init; }

    /// <summary>First day.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly Through { get; init; }

    /// <summary><c>closed</c> or <c>open</c>.</summary>
    public string? Status { get; init; }

    /// <summary>What the days are called, 1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Who states it, 1 to 100 characters.</summary>
    public string? Author { get; init; }
}

/// <summary>A planned closure or opening.</summary>
/// <param name="Id">Number of the closure.</param>
/// <param name="Scope"><c>item</c> or <c>all</c>.</param>
/// <param name="Target">Name of the item; null for all items.</param>
/// <param name="From">First day.</param>
/// <param name="Through">Last day.</param>
/// <param name="Status"><c>closed</c> or <c>open</c>.</param>
/// <param name="Name">What the days are called.</param>
/// <param name="Author">Who stated it.</param>
/// <param name="CreatedAt">When it was stated.</param>
/// <param name="UndoneAt">When it was undone; null while it counts.</param>
/// <param name="UndoneBy">Who undid it.</param>
public sealed record PlannedClosureInfo(
    long Id,
    string Scope,
    string? Target,
    DateOnly From,
    DateOnly Through,
    string Status,
    string Name,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset? UndoneAt,
    string? UndoneBy);

/// <summary>Answer of <c>GET /closures</c>.</summary>
/// <param name="Closures">Planned closures and openings, the latest days first, at most 50 a page.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Total">Number of all that were asked for.</param>
public sealed record ClosureList(IReadOnlyList<PlannedClosureInfo> Closures, int Page, int Total);
