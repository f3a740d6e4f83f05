namespace IowaSales.Storage.Import;

/// <summary>How a batch is imported.</summary>
public sealed record ImportOptions
{
    /// <summary>Most rows of one batch unless said otherwise.</summary>
    public const int DefaultMaxRows = 20_000_000;

    /// <summary>True to say what would change and change nothing.</summary>
    public bool Preview { get; init; }

    /// <summary>True to import a batch that looks wrong: see <see cref="UnusualFinding"/>.</summary>
    public bool AcceptUnusual { get; init; }

    /// <summary>True for the sales that a store is started with; undoing them needs a confirmation.</summary>
    public bool IsSeed { get; init; }

    /// <summary>Who imports it; null where that is not known.</summary>
    public string? Author { get; init; }

    /// <summary>Most rows taken.</summary>
    public int MaxRows { get; init; } = DefaultMaxRows;
}
