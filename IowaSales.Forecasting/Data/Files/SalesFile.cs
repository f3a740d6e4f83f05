namespace IowaSales.Forecasting.Data.Files;

/// <summary>Sales that were read, and what the reading noticed.</summary>
/// <param name="Panel">The sales.</param>
/// <param name="Source">Where they came from.</param>
/// <param name="Rows">Number of data rows read, before rows of one item and date were summed.</param>
/// <param name="Duplicates">Rows that repeated an item and date; they were summed.</param>
public sealed record SalesFile(SalesPanel Panel, SalesSource Source, long Rows, int Duplicates)
{
    /// <summary>How the file can be read in another way, a sentence each; empty when it cannot.</summary>
    public IReadOnlyList<string> Ambiguities { get; init; } = [];

    /// <summary>What reading its columns of drivers noticed, a sentence each; empty when nothing.</summary>
    public IReadOnlyList<string> DriverRemarks { get; init; } = [];

    /// <summary>Items whose name was also written in another form (other blanks, invisible characters, another normal form), at most 100.</summary>
    public IReadOnlyCollection<string> OtherSpellings { get; init; } = [];
}
