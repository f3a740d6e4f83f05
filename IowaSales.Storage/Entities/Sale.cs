namespace IowaSales.Storage.Entities;

/// <summary>The sales of one item on one day, as last stated.</summary>
public sealed class Sale
{
    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>Bottles sold, 0 or more.</summary>
    public double Total { get; set; }

    /// <summary>The batch that stated it.</summary>
    public long BatchId { get; set; }
}

/// <summary>That a batch restated the sales of an item and day; the chain of an item and day's corrections is its history.</summary>
public sealed class Correction
{
    /// <summary>The batch that restated.</summary>
    public long BatchId { get; set; }

    /// <summary>Number of the item.</summary>
    public int ItemId { get; set; }

    /// <summary>The day.</summary>
    public DateOnly Date { get; set; }

    /// <summary>What was in force before; null once the batch that stated it was undone and nothing lay before that.</summary>
    public double? OldTotal { get; set; }

    /// <summary>The batch that had stated it; null as <see cref="OldTotal"/>.</summary>
    public long? OldBatchId { get; set; }

    /// <summary>What the batch stated.</summary>
    public double NewTotal { get; set; }
}
