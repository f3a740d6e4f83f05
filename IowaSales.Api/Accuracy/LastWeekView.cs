using IowaSales.Api.Serving;
using IowaSales.Contracts;
using IowaSales.Forecasting.Data;
using IowaSales.Storage.Ledger;

namespace IowaSales.Api.Accuracy;

/// <summary>Puts past forecasts beside what was sold.</summary>
internal static class LastWeekView
{
    /// <summary>The answer of <c>/accuracy/last-week</c>.</summary>
    /// <param name="snapshot">The snapshot with the sales.</param>
    /// <param name="past">Past forecasts of the last days.</param>
    public static LastWeek Of(ForecastSnapshot snapshot, IReadOnlyList<PastForecast> past)
    {
        if (past.Count == 0)
        {
            return new LastWeek(null, null, [], []);
        }

        var calendar = snapshot.Forecasts.History.Calendar;
        var panel = snapshot.Panel;
        var items = past
            .GroupBy(forecast => forecast.Item, StringComparer.Ordinal)
            .Where(item => snapshot.Items.Find(item.Key) >= 0)
            .Select(item => ItemOf(panel.Items[snapshot.Items.Find(item.Key)], item.OrderBy(day => day.Date), DaySales))
            .OrderByDescending(item => item.Actual).ThenBy(item => item.Item, StringComparer.Ordinal)
            .ToArray();
        var total = items
            .SelectMany(item => item.Days)
            .GroupBy(day => day.Date)
            .OrderBy(day => day.Key)
            .Select(day => new PastDay(
                day.Key, day.First().Actual is null ? null : Rounded(day.Sum(item => item.Actual ?? 0)), Rounded(day.Sum(item => item.Median)), null, null))
            .ToArray();
        return new LastWeek(past.Min(forecast => forecast.Date), past.Max(forecast => forecast.Date), total, items);

        double? DaySales(string item, DateOnly date) =>
            calendar.IsOpen(panel.DayOf(date)) ? SalesOf(panel, panel.IndexOf(item), panel.DayOf(date)) : null;
    }

    private static LastWeekItem ItemOf(string item, IEnumerable<PastForecast> past, Func<string, DateOnly, double?> sales)
    {
        var forecasts = past.ToArray();
        var days = forecasts
            .Select(day => new PastDay(day.Date, sales(item, day.Date), Rounded(day.Median), Rounded(day.Lower), Rounded(day.Upper)))
            .ToArray();
        return new LastWeekItem(
            item,
            Rounded(days.Sum(day => day.Actual ?? 0)),
            Rounded(days.Sum(day => day.Median)),
            Rounded(forecasts.Sum(day => day.Naive)),
            days);
    }

    private static double SalesOf(SalesPanel panel, int series, int day)
    {
        var rows = panel.Rows(series);
        var row = rows.Days.BinarySearch(day);
        return row >= 0 ? rows.Values[row] : 0;
    }

    private static double Rounded(double value) => Math.Round(value, 2);
}
