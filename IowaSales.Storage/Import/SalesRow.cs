using IowaSales.Forecasting.Data;

namespace IowaSales.Storage.Import;

/// <summary>One row of a batch.</summary>
/// <param name="Line">Where it stands in its file, from 1 with the header.</param>
/// <param name="Date">The day.</param>
/// <param name="Item">Name of the item, in the form of <see cref="ItemName"/>.</param>
/// <param name="Total">Bottles sold, returns taken off.</param>
public readonly record struct SalesRow(long Line, DateOnly Date, string Item, double Total);

/// <summary>What is wrong with one row of a batch.</summary>
/// <param name="Line">Where the row stands in its file, from 1 with the header.</param>
/// <param name="Column">The column at fault; null for the row as a whole.</param>
/// <param name="Message">What is wrong and what is expected, in one sentence.</param>
public sealed record RowError(long Line, string? Column, string Message);

/// <summary>A batch was refused; nothing of it was kept.</summary>
public sealed class BatchRejectedException : Exception
{
    /// <summary>Refuses a batch as a whole.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public BatchRejectedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses a batch for its rows.</summary>
    /// <param name="errors">The first errors.</param>
    /// <param name="count">All errors found.</param>
    public BatchRejectedException(IReadOnlyList<RowError> errors, long count)
        : base(count == 1
            ? $"Line {errors[0].Line}: {errors[0].Message} Nothing of the batch was kept."
            : $"{count} rows are wrong, first line {errors[0].Line}: {errors[0].Message} Nothing of the batch was kept.")
    {
        Errors = errors;
        ErrorCount = count;
    }

    /// <summary>The first errors, in order of their lines; empty when the batch was refused as a whole.</summary>
    public IReadOnlyList<RowError> Errors { get; } = [];

    /// <summary>All errors found.</summary>
    public long ErrorCount { get; }
}
