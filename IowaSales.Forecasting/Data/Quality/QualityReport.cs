namespace IowaSales.Forecasting.Data.Quality;

/// <summary>What sales look like as data.</summary>
/// <param name="Rows">Rows of the panel, one per item and day.</param>
/// <param name="Duplicates">Rows of the input that repeated an item and date; they were summed.</param>
/// <param name="From">First date.</param>
/// <param name="Through">Last date.</param>
/// <param name="OpenDays">Days of the range on which at least one item has a row.</param>
/// <param name="ClosedDays">Days of the range on which none has.</param>
/// <param name="LongestClosureDays">Longest run of closed days.</param>
/// <param name="ClosedByWeekday">Closed days by weekday, Monday first.</param>
/// <param name="Items">One entry per item that has a row, in the panel's order.</param>
public sealed record QualityReport(
    long Rows,
    int Duplicates,
    DateOnly From,
    DateOnly Through,
    int OpenDays,
    int ClosedDays,
    int LongestClosureDays,
    IReadOnlyList<int> ClosedByWeekday,
    IReadOnlyList<ItemQualityReport> Items)
{
    /// <summary>How the input can be read in another way, a sentence each.</summary>
    public IReadOnlyList<string> Ambiguities { get; init; } = [];

    /// <summary>Items that were also written in another form in the input, and read as one, at most 100.</summary>
    public IReadOnlyCollection<string> OtherSpellings { get; init; } = [];

    /// <summary>Groups of items whose names differ only in case, blanks, accents, quotes or dashes.</summary>
    public IReadOnlyList<IReadOnlyList<string>> SimilarNames { get; init; } = [];

    /// <summary>That the sales have one day a week or a month; null for daily sales.</summary>
    public string? CoarserThanDaily { get; init; }

    /// <summary>Days so far outside their item's range that they are hardly sales, over all items.</summary>
    public int Extremes => Items.Sum(item => item.Extremes);

    /// <summary>Rows with a negative total.</summary>
    public int Negatives => Items.Sum(item => item.Negatives);

    /// <summary>Open days without sales, over all items, each from its first row on.</summary>
    public long Zeros => Items.Sum(item => (long)item.Zeros);

    /// <summary>Days far outside their item's usual range, over all items.</summary>
    public int Outliers => Items.Sum(item => item.Outliers.Count);

    /// <summary>Items whose first row is well after the first date.</summary>
    public int Started => Items.Count(item => item.StartedLate);

    /// <summary>Items that no longer sell.</summary>
    public int Stopped => Items.Count(item => item.Stopped);
}

/// <summary>What the sales of one item look like.</summary>
/// <param name="Item">Name of the item.</param>
/// <param name="First">Date of its first row.</param>
/// <param name="Last">Date of its last row.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Total">Sum of all rows.</param>
/// <param name="Zeros">Open days without sales from the first row on.</param>
/// <param name="Negatives">Rows with a negative total.</param>
/// <param name="LongestGapDays">Longest run of open days without sales from the first row on.</param>
/// <param name="Outliers">Days far outside the item's usual range, oldest first.</param>
/// <param name="Extremes">How many of them are so far outside that they are hardly sales.</param>
/// <param name="StartedLate">Whether the first row is well after the panel's first date.</param>
/// <param name="Stopped">Whether it no longer sells: its silence at the end is far longer than any before.</param>
public sealed record ItemQualityReport(
    string Item,
    DateOnly First,
    DateOnly Last,
    int Rows,
    double Total,
    int Zeros,
    int Negatives,
    int LongestGapDays,
    IReadOnlyList<DateOnly> Outliers,
    int Extremes,
    bool StartedLate,
    bool Stopped);
