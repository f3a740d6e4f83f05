using IowaSales.Forecasting.Data;

namespace IowaSales.Forecasting.Models.CalendarRegression;

/// <summary>Daily sales of one series relative to its own moving level, so that series of any size can be compared.</summary>
internal static class LevelRatios
{
    /// <summary>Days on each side of a day whose mean is its level, unless told otherwise.</summary>
    private const int HalfWindow = 21;

    /// <summary>Days before the origin whose mean is the level that forecasts build on.</summary>
    private const int TrailingWindow = 84;

    /// <summary>Ratios beyond this are one-off orders or promotions; they count as this much.</summary>
    private const double MaxRatio = 3;

    /// <summary>Ratios of the days from <paramref name="from"/> to the origin.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    /// <param name="from">First day.</param>
    /// <param name="ratios">Receives one ratio per day: NaN on closed days, before the first sale, and where the level is not above 0.</param>
    /// <param name="halfWindow">Days on each side of a day whose mean is its level.</param>
    public static void Fill(History history, int series, int from, Span<double> ratios, int halfWindow = HalfWindow)
    {
        ratios.Fill(double.NaN);
        var daily = history.Daily(series);
        var first = history.Origin - daily.Length;
        var sums = new double[daily.Length + 1];
        var counts = new int[daily.Length + 1];
        for (var i = 0; i < daily.Length; i++)
        {
            var known = !double.IsNaN(daily[i]);
            sums[i + 1] = sums[i] + (known ? daily[i] : 0);
            counts[i + 1] = counts[i] + (known ? 1 : 0);
        }

        for (var day = Math.Max(from, first); day < history.Origin; day++)
        {
            var i = day - first;
            var start = Math.Max(0, i - halfWindow);
            var end = Math.Min(daily.Length, i + halfWindow);
            var level = (sums[end] - sums[start]) / Math.Max(1, counts[end] - counts[start]);
            if (level > 0 && !double.IsNaN(daily[i]))
            {
                ratios[day - from] = Math.Clamp(daily[i] / level, -MaxRatio, MaxRatio);
            }
        }
    }

    /// <summary>The level of a series at the origin; 0 when nothing is known.</summary>
    /// <param name="history">What is known.</param>
    /// <param name="series">Index of the series.</param>
    public static double TrailingLevel(History history, int series)
    {
        var sum = 0.0;
        var rows = history.Rows(series);
        var from = Math.Max(history.FirstDay(series), history.Origin - TrailingWindow);
        for (var i = rows.Count - 1; i >= 0 && rows.Days[i] >= from; i--)
        {
            sum += rows.Values[i];
        }

        var days = 0;
        var closed = history.ClosedWeekdays(series);
        for (var day = from; day < history.Origin; day++)
        {
            var closes = closed != 0 && (closed >> (int)history.DateOf(day).DayOfWeek & 1) != 0;
            days += history.Calendar.IsOpen(day) && !closes ? 1 : 0;
        }

        return days > 0 ? sum / days : 0;
    }
}
