using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Simulation;

/// <summary>How one product sells.</summary>
/// <param name="Name">Name of the product.</param>
/// <param name="DailyLevel">Bottles of an ordinary working day at the start.</param>
/// <param name="Weekdays">Factors of Monday .. Friday, averaging 1.</param>
/// <param name="Months">Factors of January .. December around mid-month; days between are interpolated.</param>
/// <param name="YearlyGrowth">Relative growth of the level over one year.</param>
/// <param name="PromotionMonths">Months with a price promotion, 1 .. 12.</param>
/// <param name="PromotionLift">Relative lift of a promoted month.</param>
/// <param name="FirstWeekLift">Relative lift of the first seven days of any month, when stores order most of this product.</param>
/// <param name="Noise">Relative standard deviation of a day that is the product's own.</param>
internal sealed record ProductProfile(
    string Name,
    double DailyLevel,
    double[] Weekdays,
    double[] Months,
    double YearlyGrowth,
    int[] PromotionMonths,
    double PromotionLift,
    double FirstWeekLift,
    double Noise)
{
    /// <summary>The five products of the bundled data.</summary>
    public static IReadOnlyList<ProductProfile> Bundled { get; } =
    [
        new("BLACK VELVET", 3500, [0.85, 1.17, 1.00, 0.92, 1.06],
            [0.96, 0.98, 0.97, 0.98, 1.02, 1.02, 1.04, 1.00, 1.02, 1.05, 1.04, 1.08], 0.01, [2, 5, 9, 12], 0.38, 0.06, 0.15),
        new("FIREBALL CINNAMON WHISKEY", 11900, [1.02, 1.05, 0.89, 0.92, 1.12],
            [0.92, 0.98, 0.98, 1.00, 1.03, 1.00, 0.97, 0.99, 0.98, 1.01, 1.07, 1.07], 0.005, [], 0, 0, 0.09),
        new("FIVE O'CLOCK VODKA", 960, [0.81, 1.31, 1.06, 0.77, 1.05],
            [0.96, 0.98, 0.99, 1.01, 1.03, 1.02, 0.97, 1.00, 0.99, 1.00, 1.02, 1.03], -0.11, [], 0, 0, 0.17),
        new("HAWKEYE VODKA", 2800, [0.87, 1.16, 1.02, 0.84, 1.11],
            [0.95, 0.98, 0.97, 1.00, 1.02, 1.08, 0.99, 1.03, 0.98, 1.00, 1.03, 1.03], 0.04, [2, 6], 0.07, 0, 0.11),
        new("TITOS HANDMADE VODKA", 5300, [1.12, 0.90, 1.08, 0.99, 0.91],
            [0.88, 0.95, 0.94, 0.99, 1.08, 1.15, 1.10, 1.10, 0.99, 1.01, 1.00, 0.96], 0.07, [5, 8], 0.16, 0.24, 0.16),
    ];

    private const double DaysPerYear = 365.25;

    /// <summary>Bottles of an ordinary working day at a date.</summary>
    /// <param name="date">The day.</param>
    /// <param name="start">The day on which the level is that of the start.</param>
    public double LevelOn(DateOnly date, DateOnly start) => DailyLevel * GrowthOn(date, start) * SeasonOn(date) * PromotionOn(date);

    private double GrowthOn(DateOnly date, DateOnly start) => 1 + (YearlyGrowth * (date.DayNumber - start.DayNumber) / DaysPerYear);

    /// <summary>The factor of the season: each month's own at its middle, interpolated between.</summary>
    private double SeasonOn(DateOnly date)
    {
        var position = date.Month - 1 + ((date.Day - 0.5) / DateTime.DaysInMonth(date.Year, date.Month)) - 0.5;
        var before = (int)Math.Floor(position);
        var fraction = position - before;
        return ((1 - fraction) * Months[(before + 12) % 12]) + (fraction * Months[(before + 1) % 12]);
    }

    /// <summary>The factor of promotions: strongest in the month's first fortnight.</summary>
    private double PromotionOn(DateOnly date)
    {
        var firstWeek = date.Day <= Week.Days ? 1 + FirstWeekLift : 1;
        if (!PromotionMonths.Contains(date.Month))
        {
            return firstWeek;
        }

        return firstWeek * (1 + (PromotionLift * (date.Day <= 14 ? 1.5 : 0.7)));
    }
}
