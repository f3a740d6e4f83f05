using System.Text.Json.Serialization;

namespace IowaSales.Contracts;

/// <summary>Answer of <c>POST /sales</c>: what became, or would become, of a batch.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Preview">True when nothing was changed because only a preview was asked for.</param>
/// <param name="AlreadyKnown">True when the same rows were imported before and are all in force; nothing was changed.</param>
/// <param name="NewItems">Items not seen before, at most 100.</param>
/// <param name="Unusual">What looks wrong with the batch: without <c>accept_unusual=true</c> it is not imported; empty when nothing does.</param>
public sealed record SalesReceipt(
    SalesBatch Batch, bool Preview, bool AlreadyKnown, IReadOnlyList<string> NewItems, IReadOnlyList<UnusualSales> Unusual)
{
    /// <summary>Rows that repeated an item and day; they were summed.</summary>
    public int Duplicates { get; init; }
}

/// <summary>Why a batch looks wrong.</summary>
/// <param name="Code"><c>gap_after_data</c>, <c>year_off</c> or <c>tenfold_change</c>.</param>
/// <param name="Detail">What was found, in one sentence.</param>
public sealed record UnusualSales(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("detail")] string Detail);

/// <summary>Answer of <c>GET /sales/batches/{id}</c>: a batch, and what undoing it, or applying it again once it is undone, would change.</summary>
/// <param name="Batch">The batch.</param>
/// <param name="Removed">Item-days that no batch would state any longer.</param>
/// <param name="Added">Item-days that no applied batch states now.</param>
/// <param name="Replaced">Item-days whose value would come from another batch.</param>
/// <param name="Kept">Item-days of the batch that stay as they are, because a newer batch states them.</param>
public sealed record SalesBatchEffect(SalesBatch Batch, int Removed, int Added, int Replaced, int Kept);

/// <summary>One delivery of sales.</summary>
/// <param name="Id">Number of the batch; 0 in a preview.</param>
/// <param name="Source">Where it came from, in the sender's words.</param>
/// <param name="ReceivedAt">When it was imported.</param>
/// <param name="State"><c>applied</c> or <c>undone</c>.</param>
/// <param name="ContentHash">SHA-256 of its rows in any order, in hexadecimal.</param>
/// <param name="Rows">Rows it holds.</param>
/// <param name="Added">Rows of an item and day that had none before.</param>
/// <param name="Corrected">Rows that changed the total of an item and day.</param>
/// <param name="Unchanged">Rows that stated the total in force.</param>
/// <param name="From">First date in it.</param>
/// <param name="Through">Last date in it.</param>
/// <param name="UndoneAt">When it was undone; null while it counts.</param>
/// <param name="Seed">Whether it holds the sales that the store was started with; undoing it needs <c>confirm=seed</c>.</param>
public sealed record SalesBatch(
    long Id,
    string Source,
    DateTimeOffset ReceivedAt,
    string State,
    string ContentHash,
    int Rows,
    int Added,
    int Corrected,
    int Unchanged,
    DateOnly From,
    DateOnly Through,
    DateTimeOffset? UndoneAt,
    bool Seed = false)
{
    /// <summary>Who imported it: whoever was signed in, or the name of the API key; null where that is not known.</summary>
    public string? Author { get; init; }

    /// <summary>Who undid it, or applied it again, last; null for nobody, or where that is not known.</summary>
    public string? ChangedBy { get; init; }
}

/// <summary>Answer of <c>GET /sales/batches</c>.</summary>
/// <param name="Batches">The batches, newest first.</param>
/// <param name="Page">Number of the page, from 1.</param>
/// <param name="Total">Number of all batches.</param>
public sealed record SalesBatches(IReadOnlyList<SalesBatch> Batches, int Page, int Total);

/// <summary>What is wrong with one row of a refused batch.</summary>
/// <param name="Line">Line of the file, from 1 with the header; in JSON the number of the row.</param>
/// <param name="Column">The column at fault; null for the row as a whole.</param>
/// <param name="Message">What is wrong and what is expected.</param>
public sealed record RowProblem(
    [property: JsonPropertyName("line")] long Line,
    [property: JsonPropertyName("column")] string? Column,
    [property: JsonPropertyName("message")] string Message);
