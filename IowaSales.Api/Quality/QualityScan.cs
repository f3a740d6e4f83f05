using IowaSales.Contracts;
using IowaSales.Forecasting.Models;
using IowaSales.Forecasting.Series;

namespace IowaSales.Api.Quality;

/// <summary>Looks through the sales in use.</summary>
internal static class QualityScan
{
    private const int MostOutlierDates = 20;

    /// <summary>Robust z-score above which a day is far outside its item's usual range (Iglewicz &amp; Hoaglin 1993 take 3.5 for suspicion).</summary>
    private const double FarOutside = 6;

    /// <summary>Median absolute deviation of a standard normal distribution.</summary>
    private const double NormalDeviation = 0.6745;

    private const int LongestUsualGap = 14;
    private const int StoppedGapFactor = 3;

    /// <summary>Summarises the sales.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="history">The same sales with their calendar.</param>
    /// <param name="order">Series indices in the order of the answer.</param>
    public static QualitySummary Of(SalesPanel panel, History history, IReadOnlyList<int> order)
    {
        var open = Enumerable.Range(0, panel.DayCount).Select(history.Calendar.IsOpen).ToArray();
        var items = order.Where(series => panel.Rows(series).Count > 0)
            .Select(series => Scan(panel, series, open)).ToArray();
        var openDays = open.Count(isOpen => isOpen);
        return new QualitySummary(
            panel.RowCount,
            items.Length,
            panel.FirstDate,
            panel.LastDate,
            openDays,
            panel.DayCount - openDays,
            0,
            items.Sum(item => item.Quality.Negatives),
            items.Sum(item => (long)item.Quality.Zeros),
            items.Sum(item => item.Outliers),
            LongestClosure(open),
            [.. items.Select(item => item.Quality)]);
    }

    private static (ItemQuality Quality, int Outliers) Scan(SalesPanel panel, int series, bool[] open)
    {
        var rows = panel.Rows(series);
        var (total, negatives, sold) = (0.0, 0, new bool[panel.DayCount]);
        for (var i = 0; i < rows.Count; i++)
        {
            total += rows.Values[i];
            negatives += rows.Values[i] < 0 ? 1 : 0;
            sold[rows.Days[i]] = rows.Values[i] != 0;
        }

        var (zeros, gap, longest) = (0, 0, 0);
        for (var day = rows.Days[0]; day < panel.DayCount; day++)
        {
            if (sold[day])
            {
                longest = Math.Max(longest, gap);
                gap = 0;
            }
            else if (open[day])
            {
                zeros++;
                gap++;
            }
        }

        var outliers = OutliersOf(panel, rows);
        var quality = new ItemQuality(
            panel.Items[series],
            panel.DateOf(rows.Days[0]),
            panel.DateOf(rows.Days[^1]),
            rows.Count,
            total,
            zeros,
            negatives,
            Math.Max(longest, gap),
            [.. outliers.OrderDescending().Take(MostOutlierDates)],
            gap > Math.Max(LongestUsualGap, StoppedGapFactor * longest));
        return (quality, outliers.Count);
    }

    private static List<DateOnly> OutliersOf(SalesPanel panel, SeriesRows rows)
    {
        var median = MedianOf(rows.Values.ToArray());
        var deviations = new double[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            deviations[i] = Math.Abs(rows.Values[i] - median);
        }

        var spread = MedianOf([.. deviations]) / NormalDeviation;
        var dates = new List<DateOnly>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (spread > 0 && deviations[i] > FarOutside * spread)
            {
                dates.Add(panel.DateOf(rows.Days[i]));
            }
        }

        return dates;
    }

    private static double MedianOf(double[] values) => MathNet.Numerics.Statistics.ArrayStatistics.MedianInplace(values);

    private static int LongestClosure(bool[] open)
    {
        var (run, longest) = (0, 0);
        foreach (var isOpen in open)
        {
            run = isOpen ? 0 : run + 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
