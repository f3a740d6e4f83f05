using System.Globalization;
using IowaSales.Forecasting.Calendars;

namespace IowaSales.Forecasting.Data.Quality;

/// <summary>Tells daily sales from totals of a week or a month that are dated on one day of it.</summary>
public static class SalesFrequency
{
    /// <summary>Fewer days with sales say nothing.</summary>
    private const int MinDays = 6;

    /// <summary>Share of the days that must lie on one weekday, or on one day of the month.</summary>
    private const double RegularShare = 0.9;

    /// <summary>Share of days off that rules out a panel that trades on most days.</summary>
    private const int ShortestWeeklyGap = 6;

    /// <summary>Says that a panel has one day of sales a week, a month or more, if it has.</summary>
    /// <param name="panel">The sales.</param>
    /// <returns>One sentence; null for daily sales, and for too few to tell.</returns>
    public static string? Coarser(SalesPanel panel)
    {
        ArgumentNullException.ThrowIfNull(panel);
        return Coarser(DatesWithSales(panel));
    }

    /// <summary>Says that there is one day of sales a week, a month or more, if so.</summary>
    /// <param name="dates">Dates with sales, ascending.</param>
    /// <returns>One sentence; null for daily sales, and for too few to tell.</returns>
    public static string? Coarser(IReadOnlyList<DateOnly> dates)
    {
        ArgumentNullException.ThrowIfNull(dates);
        if (dates.Count < MinDays)
        {
            return null;
        }

        int[] gaps = [.. dates.Zip(dates.Skip(1), (day, next) => next.DayNumber - day.DayNumber).Order()];
        if (gaps[gaps.Length / 2] < ShortestWeeklyGap)
        {
            return null;
        }

        var weekday = dates.GroupBy(date => date.DayOfWeek).MaxBy(group => group.Count())!;
        if (weekday.Count() >= RegularShare * dates.Count)
        {
            var weeks = (gaps[gaps.Length / 2] + 3) / Week.Days;
            var often = weeks == 1 ? "a week" : string.Create(CultureInfo.InvariantCulture, $"every {weeks} weeks");
            return $"The sales have one day {often}, a {weekday.Key}; forecasts are of daily sales, so give one row for each item and day.";
        }

        // The last day of a month counts as one day, whatever its number.
        var dayOfMonth = dates.GroupBy(date => date.AddDays(1).Day == 1 ? 0 : date.Day).MaxBy(group => group.Count())!;
        return dayOfMonth.Count() >= RegularShare * dates.Count
            ? "The sales have one day a month; forecasts are of daily sales, so give one row for each item and day."
            : null;
    }

    /// <summary>Dates on which something was sold; zeros are no sales.</summary>
    private static List<DateOnly> DatesWithSales(SalesPanel panel)
    {
        var sold = new bool[panel.DayCount];
        for (var series = 0; series < panel.SeriesCount; series++)
        {
            var rows = panel.Rows(series);
            for (var i = 0; i < rows.Count; i++)
            {
                sold[rows.Days[i]] |= rows.Values[i] != 0;
            }
        }

        return [.. Enumerable.Range(0, sold.Length).Where(day => sold[day]).Select(panel.DateOf)];
    }
}
