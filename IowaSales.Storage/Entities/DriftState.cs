namespace IowaSales.Storage.Entities;

/// <summary>Where the drift statistic of one item stands.</summary>
public sealed class DriftState
{
    /// <summary>Stands for what all items have in common; no item has this number.</summary>
    public const int AllItems = 0;

    /// <summary>Number of the item, or <see cref="AllItems"/>.</summary>
    public int ItemId { get; set; }

    /// <summary>Upper cumulative sum.</summary>
    public double High { get; set; }

    /// <summary>Lower cumulative sum.</summary>
    public double Low { get; set; }

    /// <summary>Sunday of the last week it has seen.</summary>
    public DateOnly Through { get; set; }
}
