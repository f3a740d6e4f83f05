namespace IowaSales.Storage.Entities;

/// <summary>One delivery of sales, imported as a whole or not at all.</summary>
public sealed class Batch
{
    /// <summary>Number of the batch; later batches have larger numbers.</summary>
    public long Id { get; set; }

    /// <summary>Where it came from, in the sender's words (a file name, a job).</summary>
    public required string Source { get; set; }

    /// <summary>When it was imported.</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>SHA-256 of its rows, independent of their order and of the file format, in hexadecimal.</summary>
    public required string ContentHash { get; set; }

    /// <summary>Whether it counts.</summary>
    public required BatchState State { get; set; }

    /// <summary>Rows it holds.</summary>
    public required int Rows { get; set; }

    /// <summary>Whether it holds the sales that the store was started with.</summary>
    public bool IsSeed { get; set; }

    /// <summary>Rows of an item and day that had none before.</summary>
    public required int Added { get; set; }

    /// <summary>Rows that changed the total of an item and day.</summary>
    public required int Corrected { get; set; }

    /// <summary>Rows that stated the total in force.</summary>
    public required int Unchanged { get; set; }

    /// <summary>First date in it.</summary>
    public required DateOnly FirstDate { get; set; }

    /// <summary>Last date in it.</summary>
    public required DateOnly LastDate { get; set; }

    /// <summary>Last date of all sales before it; null for the first batch.</summary>
    public DateOnly? PreviousLastDate { get; set; }

    /// <summary>Who imported it; null where that is not known.</summary>
    public string? Author { get; set; }

    /// <summary>Who undid it, or applied it again, last; null for nobody, or where that is not known.</summary>
    public string? ChangedBy { get; set; }

    /// <summary>When it was undone; null while it counts.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary>Version of the sales since it was imported, undone or applied again.</summary>
    public long ChangedVersion { get; set; }
}

/// <summary>Whether a batch counts.</summary>
public enum BatchState
{
    /// <summary>Its rows are part of the sales.</summary>
    Applied,

    /// <summary>It was undone; its items and days have what the other batches state.</summary>
    Undone,
}
