namespace IowaSales.Contracts;

/// <summary>Body of <c>POST /notes</c>: what a person wants remembered of some days.</summary>
public sealed record NoteRequest
{
    /// <summary><c>item</c>, <c>category</c> or <c>all</c>.</summary>
    public string? Scope { get; init; }

    /// <summary>Name of the item or category; null for all items.</summary>
    public string? Target { get; init; }

    /// <summary>First day.</summary>
    public DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public DateOnly Through { get; init; }

    /// <summary><c>note</c> or <c>event</c>; null for a note.</summary>
    public string? Kind { get; init; }

    /// <summary>The note, 1 to 500 characters.</summary>
    public string? Text { get; init; }

    /// <summary>Who writes it, 1 to 100 characters.</summary>
    public string? Author { get; init; }
}

/// <summary>A note on some days.</summary>
/// <param name="Id">Number of the note.</param>
/// <param name="Scope"><c>item</c>, <c>category</c> or <c>all</c>.</param>
/// <param name="Target">Name of the item or category; null for all items.</param>
/// <param name="From">First day.</param>
/// <param name="Through">Last day.</param>
/// <param name="Kind"><c>note</c> or <c>event</c>.</param>
/// <param name="Text">The note.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="CreatedAt">When it was written.</param>
/// <param name="RemovedAt">When it was removed; null while it is shown.</param>
/// <param name="RemovedBy">Who removed it.</param>
public sealed record PlanningNoteInfo(
    long Id,
    string Scope,
    string? Target,
    DateOnly From,
    DateOnly Through,
    string Kind,
    string Text,
    string Author,
    DateTimeOffset CreatedAt,
    DateTimeOffset? RemovedAt,
    string? RemovedBy);

/// <summary>Answer of <c>GET /notes</c>.</summary>
/// <param name="Notes">The notes, the latest days first, at most 50 a page.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Total">Number of all notes asked for.</param>
public sealed record NoteList(IReadOnlyList<PlanningNoteInfo> Notes, int Page, int Total);
