namespace IowaSales.Forecasting.Data;

/// <summary>Open days between the sales of one series, and since the last of them; the weekdays that it closes on itself are no open days.</summary>
/// <param name="Since">Open days since the last sale; 0 when there is none.</param>
/// <param name="Longest">Most open days that ever lay between two sales.</param>
/// <param name="LastSale">Day of the last sale; null when nothing was ever sold.</param>
public readonly record struct SellingGaps(int Since, int Longest, DateOnly? LastSale)
{
    private const int NormalGapDays = 14;
    private const double Factor = 3;

    /// <summary>Open days without a sale up to which a series still counts as selling.</summary>
    public double Limit => Math.Max(NormalGapDays, Factor * Longest);

    /// <summary>Whether the series has stopped selling: many more open days without a sale than ever lay between two sales of it.</summary>
    public bool HasStopped => Since > Limit;

    /// <summary>The gaps of one series.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public static SellingGaps Of(History history, int series)
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
                longest = Math.Max(longest, history.DaysObserved(series, last + 1, day));
            }

            last = day;
        }

        return last < 0
            ? new SellingGaps(0, 0, null)
            : new SellingGaps(history.DaysObserved(series, last + 1, history.Origin), longest, history.DateOf(last));
    }
}
