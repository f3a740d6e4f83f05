namespace IowaSales.Forecasting.Data.Files;

/// <summary>Sales data cannot be used: the message says what is wrong and where, <see cref="Problems"/> the offending lines.</summary>
public sealed class SalesDataException : Exception
{
    /// <summary>Most lines that are named before reading stops.</summary>
    public const int MaxProblems = 10;

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="problems">The offending lines, at most <see cref="MaxProblems"/>, in the order of the input.</param>
    /// <param name="inner">The failure behind it, if any.</param>
    public SalesDataException(string message, IReadOnlyList<SalesDataProblem>? problems = null, Exception? inner = null)
        : base(message, inner) => Problems = problems ?? [];

    /// <summary>The offending lines, in the order of the input; empty when the input as a whole is at fault.</summary>
    public IReadOnlyList<SalesDataProblem> Problems { get; }
}

/// <summary>One line of sales data that cannot be used.</summary>
/// <param name="Line">Line of a text, from 1, its header included; or row of a table without lines, from 1.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Unit">What is counted: <c>line</c> or <c>row</c>.</param>
public sealed record SalesDataProblem(long Line, string Reason, string Unit = SalesDataProblem.LineOfText)
{
    /// <summary>Counts lines of a text.</summary>
    public const string LineOfText = "line";

    /// <summary>Counts rows of a table that has no lines.</summary>
    public const string RowOfTable = "row";

    /// <summary>The column at fault; null for the row as a whole.</summary>
    public string? Column { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Unit} {Line}: {Reason}";
}
