namespace IowaSales.Storage.Import;

/// <summary>Collects what is wrong with the rows of a batch: counts all, keeps the first.</summary>
public sealed class RowErrorLog
{
    /// <summary>Errors kept with their text.</summary>
    public const int Kept = 100;

    private readonly List<RowError> _errors = [];

    /// <summary>All errors found.</summary>
    public long Count { get; private set; }

    /// <summary>Notes an error.</summary>
    /// <param name="line">Where the row stands.</param>
    /// <param name="column">The column at fault; null for the row.</param>
    /// <param name="message">What is wrong and what is expected.</param>
    public void Add(long line, string? column, string message)
    {
        Count++;
        if (_errors.Count < Kept)
        {
            _errors.Add(new RowError(line, column, message));
        }
    }

    /// <summary>Refuses the batch if anything is wrong.</summary>
    /// <exception cref="BatchRejectedException">Something is.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new BatchRejectedException([.. _errors.OrderBy(error => error.Line)], Count);
        }
    }
}
