namespace IowaSales.Storage.Entities;

/// <summary>
/// One delivery of drivers or of item attributes, kept whole: what is in force is that of all applied batches, the newest first. There are few of them,
/// and each is small beside the sales, so that they are put together when they are read.
/// </summary>
public sealed class DriverBatch
{
    /// <summary>Number of the batch; later batches have larger numbers.</summary>
    public long Id { get; set; }

    /// <summary>Whether it holds attributes of items; else drivers by day.</summary>
    public required bool IsAttributes { get; set; }

    /// <summary>Where it came from, in the sender's words.</summary>
    public required string Source { get; set; }

    /// <summary>When it was imported.</summary>
    public required DateTimeOffset ReceivedAt { get; set; }

    /// <summary>SHA-256 of its content, in hexadecimal.</summary>
    public required string ContentHash { get; set; }

    /// <summary>Whether it counts.</summary>
    public required BatchState State { get; set; }

    /// <summary>Rows it was read from.</summary>
    public required long Rows { get; set; }

    /// <summary>Names of its drivers or attributes, a line each.</summary>
    public required string Names { get; set; }

    /// <summary>First day in it; null for attributes.</summary>
    public DateOnly? FirstDate { get; set; }

    /// <summary>Last day in it; null for attributes.</summary>
    public DateOnly? LastDate { get; set; }

    /// <summary>Who imported it; null where that is not known.</summary>
    public string? Author { get; set; }

    /// <summary>Who undid it, or applied it again, last; null for nobody, or where that is not known.</summary>
    public string? ChangedBy { get; set; }

    /// <summary>When it was undone; null while it counts.</summary>
    public DateTimeOffset? UndoneAt { get; set; }

    /// <summary><see cref="StoreState.DriverVersion"/> since it was imported, undone or applied again.</summary>
    public required long ChangedVersion { get; set; }

    /// <summary>Its drivers and attributes, as the forecasting library writes them.</summary>
    public required byte[] Content { get; set; }
}
