namespace IowaSales.Storage.Entities;

/// <summary>What a person wants remembered of some days: an event, a stock-out, a remark. It changes no forecast.</summary>
public sealed class PlanningNote
{
    /// <summary>Number of the note.</summary>
    public long Id { get; set; }

    /// <summary>What it is of.</summary>
    public required OverrideScope Scope { get; set; }

    /// <summary>Name of the item or category; empty for all items.</summary>
    public required string Target { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly FirstDate { get; set; }

    /// <summary>Last day.</summary>
    public required DateOnly LastDate { get; set; }

    /// <summary>Whether it is an event, rather than a remark.</summary>
    public bool IsEvent { get; set; }

    /// <summary>The note.</summary>
    public required string Text { get; set; }

    /// <summary>Who wrote it.</summary>
    public required string Author { get; set; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was removed; null while it is shown.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Who removed it.</summary>
    public string? RemovedBy { get; set; }
}
