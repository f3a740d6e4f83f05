using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>How long an item has not sold, beside how long it never did before.</summary>
/// <param name="OpenDays">Open days since its last sale.</param>
/// <param name="Limit">Most such days that are still usual for it.</param>
/// <param name="LastSale">Day of its last sale; null when it never sold.</param>
public readonly record struct SalesGap(int OpenDays, double Limit, DateOnly? LastSale)
{
    private const int NormalGapDays = 14;
    private const double Factor = 3;

    /// <summary>Whether the item has stopped selling: many more open days without a sale than ever lay between two sales of it.</summary>
    public bool HasStopped => OpenDays > Limit;

    /// <summary>The gap at the end of one series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public static SalesGap Of(History history, int series)
    {
        var gaps = SellingGaps.Of(history, series);
        return new SalesGap(gaps.Since, Math.Max(NormalGapDays, Factor * gaps.Longest), gaps.LastSale);
    }
}
