using IowaSales.Forecasting.Calendars;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Numerics;
using MathNet.Numerics.Statistics;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>Looks through sales before anything is learned from them.</summary>
public static class QualityScan
{
    /// <summary>Robust z-score beyond which a day is an outlier; Iglewicz &amp; Hoaglin (1993) suspect from 3.5 on.</summary>
    public const double OutlierScore = 6;

    /// <summary>Robust z-score beyond which a day is hardly sales: a slip of the keyboard, a total of a year.</summary>
    public const double ExtremeScore = 200;

    private const int LateStartDays = 28;

    /// <summary>Looks through a file.</summary>
    /// <param name="file">The sales, and what reading them noticed.</param>
    /// <returns>The report.</returns>
    public static QualityReport Of(SalesFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return Of(file.Panel, file.Duplicates) with { Ambiguities = file.Ambiguities, OtherSpellings = file.OtherSpellings };
    }

    /// <summary>Looks through a panel.</summary>
    /// <param name="panel">The sales.</param>
    /// <param name="duplicates">Rows of the input that were summed with others.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <returns>The report.</returns>
    public static QualityReport Of(SalesPanel panel, int duplicates = 0, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(panel);
        var open = DaysWithRows(panel);
        var openDays = open.Count(isOpen => isOpen);
        var closedByWeekday = new int[Week.Days];
        for (var day = 0; day < open.Length; day++)
        {
            closedByWeekday[Week.IndexOf(panel.DateOf(day).DayOfWeek)] += open[day] ? 0 : 1;
        }

        // Open days before each day: the number of open days in a range in constant time.
        var openBefore = new int[open.Length + 1];
        for (var day = 0; day < open.Length; day++)
        {
            openBefore[day + 1] = openBefore[day] + (open[day] ? 1 : 0);
        }

        return new QualityReport(
            panel.RowCount,
            duplicates,
            panel.FirstDate,
            panel.LastDate,
            openDays,
            panel.DayCount - openDays,
            LongestClosure(open),
            closedByWeekday,
            [.. Enumerable.Range(0, panel.SeriesCount).Where(series => panel.Rows(series).Count > 0).Select(series => Scan(panel, series, open, openBefore, cancellationToken))])
        {
            SimilarNames = SimilarNames.In(panel.Items),
            CoarserThanDaily = SalesFrequency.Coarser(panel),
        };
    }

    private static bool[] DaysWithRows(SalesPanel panel)
    {
        var open = new bool[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            foreach (var day in panel.Rows(series).Days)
            {
                open[day] = true;
            }
        }

        return open;
    }

    private static ItemQualityReport Scan(SalesPanel panel, int series, bool[] open, int[] openBefore, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rows = panel.Rows(series);
        var (total, negatives, soldOpenDays, longest) = (0.0, 0, 0, 0);
        var next = rows.Days[0];
        for (var i = 0; i < rows.Count; i++)
        {
            total += rows.Values[i];
            negatives += rows.Values[i] < 0 ? 1 : 0;
            if (rows.Values[i] != 0)
            {
                longest = Math.Max(longest, openBefore[rows.Days[i]] - openBefore[next]);
                soldOpenDays += open[rows.Days[i]] ? 1 : 0;
                next = rows.Days[i] + 1;
            }
        }

        var (outliers, extremes) = OutliersOf(panel, rows);
        var silence = openBefore[panel.DayCount] - openBefore[next];
        return new ItemQualityReport(
            panel.Items[series],
            panel.DateOf(rows.Days[0]),
            panel.DateOf(rows.Days[^1]),
            rows.Count,
            total,
            openBefore[panel.DayCount] - openBefore[rows.Days[0]] - soldOpenDays,
            negatives,
            Math.Max(longest, silence),
            outliers,
            extremes,
            rows.Days[0] >= LateStartDays,
            new SellingGaps(silence, longest, null).HasStopped);
    }

    private static (List<DateOnly> Outliers, int Extremes) OutliersOf(SalesPanel panel, SeriesRows rows)
    {
        var values = rows.Values.ToArray();
        var median = values.Median();
        var spread = Array.ConvertAll(values, value => Math.Abs(value - median)).Median() * RobustScale.NormalConsistency;
        var (dates, extremes) = (new List<DateOnly>(), 0);
        for (var i = 0; spread > 0 && i < values.Length; i++)
        {
            var score = Math.Abs(values[i] - median) / spread;
            if (score > OutlierScore)
            {
                dates.Add(panel.DateOf(rows.Days[i]));
                extremes += score > ExtremeScore ? 1 : 0;
            }
        }

        return (dates, extremes);
    }

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
