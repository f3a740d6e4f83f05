namespace IowaSales.Storage.Entities;

/// <summary>The sales of one item on one day that are in force: what the newest applied batch states for them.</summary>
public sealed class Sale
{
    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Bottles sold, 0 or more.</summary>
    public double Total { get; set; }

    /// <summary>The batch that states it.</summary>
    public long BatchId { get; set; }
}

/// <summary>
/// What a batch states for an item and day while it is not in force: a newer batch states the same item and day, or the batch is undone.
/// <see cref="Sale"/> and this together hold every row of every batch once, unchanged values included.
/// </summary>
public sealed class Statement
{
    /// <summary>The day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>The batch that states it.</summary>
    public long BatchId { get; set; }

    /// <summary>What it states, bottles sold.</summary>
    public double Total { get; set; }
}
