using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Monitoring;

/// <summary>How long an item has not sold, beside how long it never did before.</summary>
/// <param name="OpenDays">Open days since its last sale.</param>
/// <param name="Limit">Most such days that are still usual for it.</param>
/// <param name="LastSale">Day of its last sale; null when it never sold.</param>
public readonly record struct SalesGap(int OpenDays, double Limit, DateOnly? LastSale)
{
    private const int LongestUsual = 14;
    private const double Factor = 3;

    /// <summary>Whether the item has stopped selling: many more open days without a sale than ever lay between two sales of it.</summary>
    public bool HasStopped => OpenDays > Limit;

    /// <summary>The gap at the end of one series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public static SalesGap Of(History history, int series)
    {
        ArgumentNullException.ThrowIfNull(history);
        var rows = history.Rows(series);
        var (longest, last) = (0, -1);
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows.Values[i] <= 0)
            {
                continue;
            }

            var day = rows.Days[i];
            if (last >= 0)
            {
                longest = Math.Max(longest, OpenBetween(history, last, day));
            }

            last = day;
        }

        var open = last < 0 ? 0 : OpenBetween(history, last, history.Origin);
        return new SalesGap(open, Math.Max(LongestUsual, Factor * longest), last < 0 ? null : history.DateOf(last));
    }

    /// <summary>Open days after one day and before another.</summary>
    private static int OpenBetween(History history, int after, int before) =>
        history.Calendar.OpenDaysBefore(before) - history.Calendar.OpenDaysBefore(after + 1);
}
