namespace IowaSales.Storage.Entities;

/// <summary>Days that a person states as closed, or as open although they were learned as closed. It joins the stated calendar.</summary>
public sealed class PlannedClosure
{
    /// <summary>Number of the closure.</summary>
    public long Id { get; set; }

    /// <summary>Name of the item; empty for all items.</summary>
    public required string Item { get; set; }

    /// <summary>First day.</summary>
    public required DateOnly FirstDate { get; set; }

    /// <summary>Last day.</summary>
    public required DateOnly LastDate { get; set; }

    /// <summary>True for an opening, false for a closure.</summary>
    public required bool Open { get; set; }

    /// <summary>What the days are called, as "Renovation".</summary>
    public required string Name { get; set; }

    /// <summary>Who stated it.</summary>
    public required string Author { get; set; }

    /// <summary>When it was stated.</summary>
    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When it was undone; null while it counts.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Who undid it.</summary>
    public string? UndoneBy { get; set; }
}
