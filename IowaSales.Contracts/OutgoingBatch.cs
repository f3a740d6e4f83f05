namespace IowaSales.Contracts;

/// <summary>A batch of sales on its way to the API.</summary>
/// <param name="Content">Its bytes; disposed after sending.</param>
/// <param name="ContentType"><c>text/csv</c>, <c>application/json</c> or <c>application/x-ndjson</c>.</param>
/// <param name="Source">Where it comes from, in the sender's words; null for no more than the endpoint's name.</param>
public sealed record OutgoingBatch(Stream Content, string ContentType, string? Source);

/// <summary>The API refused a batch for its rows; nothing of it was kept.</summary>
/// <param name="message">What is wrong and what to do.</param>
/// <param name="errors">The first rows at fault, at most 100; empty when the batch was refused as a whole.</param>
/// <param name="unusual">What looks wrong with it, where that is why; it is imported once that is accepted.</param>
public sealed class BatchRefusedException(string message, IReadOnlyList<RowProblem> errors, IReadOnlyList<UnusualSales> unusual) : Exception(message)
{
    /// <summary>The first rows at fault, at most 100; empty when the batch was refused as a whole.</summary>
    public IReadOnlyList<RowProblem> Errors { get; } = errors;

    /// <summary>What looks wrong with the batch; empty when it was refused for another reason.</summary>
    public IReadOnlyList<UnusualSales> Unusual { get; } = unusual;
}
