namespace IowaSales.Contracts;

/// <summary>Answer of <c>POST /drivers</c> and <c>POST /attributes</c>: what became, or would become, of a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Preview">True when nothing was changed because only a preview was asked for.</param>
/// <param name="AlreadyKnown">True when the same content was imported before and is all in force; nothing was changed.</param>
/// <param name="Added">Values (of a driver, item and day, or of an attribute and item) where no batch states one.</param>
/// <param name="Changed">Values that replace another batch's.</param>
/// <param name="Unchanged">Values that state what is in force.</param>
/// <param name="UnknownItems">Items without sales, at most 100: a misspelled name would else go unnoticed.</param>
/// <param name="NotOfModel">Drivers and attributes that the model was trained without; they count once a model is trained with them. Those of <see cref="PlanningAttributes.OfOrders"/> are not listed: they count at once.</param>
/// <param name="Remarks">What a person should know of the batch, a sentence each.</param>
public sealed record DriversReceipt(
    DriverBatchInfo Batch,
    bool Preview,
    bool AlreadyKnown,
    long Added,
    long Changed,
    long Unchanged,
    IReadOnlyList<string> UnknownItems,
    IReadOnlyList<string> NotOfModel,
    IReadOnlyList<string> Remarks);

/// <summary>One delivery of drivers or of item attributes.</summary>
/// <param name="Id">Number of the batch; 0 in a preview.</param>
/// <param name="Kind"><c>drivers</c> or <c>attributes</c>.</param>
/// <param name="Source">Where it came from, in the sender's words.</param>
/// <param name="ReceivedAt">When it was imported.</param>
/// <param name="State"><c>applied</c> or <c>undone</c>.</param>
/// <param name="ContentHash">SHA-256 of its content, in hexadecimal.</param>
/// <param name="Rows">Rows it was read from.</param>
/// <param name="Names">Its drivers or attributes.</param>
/// <param name="From">First day in it; null for attributes.</param>
/// <param name="Through">Last day in it; null for attributes.</param>
/// <param name="UndoneAt">When it was undone; null while it counts.</param>
public sealed record DriverBatchInfo(
    long Id,
    string Kind,
    string Source,
    DateTimeOffset ReceivedAt,
    string State,
    string ContentHash,
    long Rows,
    IReadOnlyList<string> Names,
    DateOnly? From,
    DateOnly? Through,
    DateTimeOffset? UndoneAt)
{
    /// <summary>Who imported it: whoever was signed in, or the name of the API key; null where that is not known.</summary>
    public string? Author { get; init; }

    /// <summary>Who undid it, or applied it again, last; null for nobody, or where that is not known.</summary>
    public string? ChangedBy { get; init; }
}

/// <summary>Answer of <c>GET /drivers/batches</c>.</summary>
/// <param name="Batches">The batches, newest first.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Total">Number of all batches.</param>
public sealed record DriverBatches(IReadOnlyList<DriverBatchInfo> Batches, int Page, int Total);
