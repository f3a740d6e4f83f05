using System.Globalization;

namespace IowaSales.Forecasting.Data;

/// <summary>
/// What may come in as sales, the same for every file, every batch and the store: the range of dates and of amounts. Names of items have
/// their own rules in <see cref="ItemName"/>. A negative amount is a return: rows of an item and day are summed, returns included, and a
/// total below 0 stays in the data as it is while demand counts it as 0.
/// </summary>
/// <param name="LatestDate">Last day that can have sales.</param>
public sealed record SalesRules(DateOnly LatestDate)
{
    /// <summary>Largest amount, sold or returned, of a row and of an item and day.</summary>
    public const double MaxAmount = 1e9;

    private const int MaxYearsAhead = 10;

    /// <summary>How far the local time of the farthest time zone is ahead of UTC.</summary>
    private static readonly TimeSpan FarthestZone = TimeSpan.FromHours(14);

    /// <summary>First day that can have sales; the zero days of common calendars (1900, 1904, 1970) lie before it.</summary>
    public static DateOnly EarliestDate { get; } = new(1980, 1, 1);

    /// <summary>The rules at the present moment: a day can have sales once it has begun somewhere on Earth.</summary>
    /// <param name="time">Clock.</param>
    public static SalesRules At(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new SalesRules(DateOnly.FromDateTime(time.GetUtcNow().Add(FarthestZone).DateTime));
    }

    /// <summary>The rules of what is stated of days ahead, such as prices: up to ten years ahead.</summary>
    /// <param name="time">Clock.</param>
    public static SalesRules OfDrivers(TimeProvider time) => new(At(time).LatestDate.AddYears(MaxYearsAhead)) { IsAhead = true };

    /// <summary>Whether days can lie in the future.</summary>
    public bool IsAhead { get; private init; }

    /// <summary>Whether a day can have sales.</summary>
    /// <param name="date">The day.</param>
    public bool Admits(DateOnly date) => date >= EarliestDate && date <= LatestDate;

    /// <summary>Whether an amount can be sales or returns; NaN and infinities cannot.</summary>
    /// <param name="amount">Sold, or returned when negative.</param>
    public static bool Admits(double amount) => Math.Abs(amount) <= MaxAmount;

    /// <summary>Says why a day cannot have sales, in the words after the day.</summary>
    /// <param name="date">The day.</param>
    public string Refuse(DateOnly date) => string.Create(
        CultureInfo.InvariantCulture,
        $"is not between {EarliestDate:yyyy-MM-dd} and {LatestDate:yyyy-MM-dd}{(date > LatestDate && !IsAhead ? "; sales cannot lie in the future" : "")}");

    /// <summary>Says why an amount cannot be sales, in the words after the amount.</summary>
    public static string RefusedAmount { get; } = string.Create(CultureInfo.InvariantCulture, $"is not between {-MaxAmount:0} and {MaxAmount:0}");
}
