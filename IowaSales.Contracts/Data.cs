namespace IowaSales.Contracts;

/// <summary>Answer of <c>GET /quality</c>: what the sales look like.</summary>
/// <param name="Rows">Number of rows read.</param>
/// <param name="Items">Number of items.</param>
/// <param name="From">First date.</param>
/// <param name="Through">Last date.</param>
/// <param name="OpenDays">Dates with at least one sale.</param>
/// <param name="ClosedDays">Dates in the range without any sale.</param>
/// <param name="Duplicates">Rows that repeat an item and date; they were summed.</param>
/// <param name="Negatives">Rows with a negative total (returns).</param>
/// <param name="Zeros">Open days without sales, over all items, from each item's first sale on.</param>
/// <param name="Outliers">Days far outside their item's usual range.</param>
/// <param name="LongestGapDays">Longest run of closed dates.</param>
/// <param name="PerItem">The same per item, in ordinal order.</param>
public sealed record QualitySummary(
    long Rows,
    int Items,
    DateOnly From,
    DateOnly Through,
    int OpenDays,
    int ClosedDays,
    int Duplicates,
    int Negatives,
    long Zeros,
    int Outliers,
    int LongestGapDays,
    IReadOnlyList<ItemQuality> PerItem)
{
    /// <summary>Groups of items whose names differ only in case, blanks, accents, quotes or dashes: each is a series of its own.</summary>
    public IReadOnlyList<IReadOnlyList<string>> SimilarNames { get; init; } = [];
}

/// <summary>What the sales of one item look like.</summary>
/// <param name="Item">Stored name of the item.</param>
/// <param name="First">Date of the first sale.</param>
/// <param name="Last">Date of the last sale.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Total">Sum of all sales.</param>
/// <param name="Zeros">Open days without sales from the first sale on.</param>
/// <param name="Negatives">Rows with a negative total.</param>
/// <param name="LongestGapDays">Longest run of open days without a sale.</param>
/// <param name="OutlierDates">Days far outside the usual range, at most 20, newest first.</param>
/// <param name="Stopped">True when it no longer sells.</param>
public sealed record ItemQuality(
    string Item,
    DateOnly First,
    DateOnly Last,
    int Rows,
    double Total,
    int Zeros,
    int Negatives,
    int LongestGapDays,
    IReadOnlyList<DateOnly> OutlierDates,
    bool Stopped);

/// <summary>Answer of <c>GET /calendar</c>: open and closed days, past and ahead.</summary>
/// <param name="From">First day of the answer.</param>
/// <param name="To">Last day of the answer.</param>
/// <param name="Days">Every calendar day of the range, in order.</param>
public sealed record CalendarView(DateOnly From, DateOnly To, IReadOnlyList<CalendarDay> Days);

/// <summary>One day of the trading calendar.</summary>
/// <param name="Date">The day.</param>
/// <param name="Closed">True when the day is, or is expected to be, closed.</param>
/// <param name="OpenProbability">Chance that a future day is open, 0 .. 1; 0 or 1 for past days.</param>
/// <param name="Holiday">Name of the holiday that day, open or closed, as stated, federal or learned; null when it has none.</param>
/// <param name="Future">True for days after the last date of the data.</param>
/// <param name="Total">Sales of all items on a past day; null for future days.</param>
/// <param name="ClosedReason">Why the day is closed, one of <see cref="ClosureCodes"/>; null on open days.</param>
public sealed record CalendarDay(
    DateOnly Date, bool Closed, double OpenProbability, string? Holiday, bool Future, double? Total, string? ClosedReason = null);
