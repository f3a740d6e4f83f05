using System.Globalization;

namespace IowaSales.Storage.Ledger;

/// <summary>The sentences of alerts; days and counts are written as the dashboard writes them.</summary>
public static class AlertReason
{
    private const double SmallCount = 10;

    /// <summary>A day's sales are not there.</summary>
    /// <param name="day">The day.</param>
    /// <param name="due">When they were expected.</param>
    public static string Overdue(DateOnly day, DateTime due) =>
        Text($"Sales for {Day(day)} are missing; they were expected by {due:MMM d, yyyy, HH:mm}.");

    internal static string Drift(string item, DriftFound drift) =>
        Text($"{item} keeps selling {(drift.IsUp ? "more" : "less")} than forecast, apart from what moves all items: {Count(drift.Actual)} against {Count(drift.Forecast)} over the last {DriftWatch.RecentDays} days.");

    internal static string CommonDrift(DriftFound drift) =>
        Text($"Most items keep selling {(drift.IsUp ? "more" : "less")} than forecast: {Count(drift.Actual)} against {Count(drift.Forecast)} over the last {DriftWatch.RecentDays} days, all items together.");

    internal static string UnusualSales(string item, DateOnly date, double actual, double forecast) =>
        Text($"{item} sold {Count(actual)} on {Day(date)}, {(actual > forecast ? "above" : "below")} the 99% range (forecast {Count(forecast)}).");

    internal static string UnusualDay(DateOnly date, int outside, int items, double actual, double forecast) =>
        Text($"Unusual day, {Day(date)}: {outside:#,0} of {items:#,0} items outside their 99% range; {Count(actual)} sold, {Count(forecast)} forecast.");

    internal static string Stopped(string item, int openDays, DateOnly last, double limit) =>
        Text($"{item} has not sold on {openDays:#,0} open days, since {Day(last)}; up to {limit:#,0} is normal for it.");

    internal static string SoldAgain(DateOnly date) => Text($"It sold again on {Day(date)}.");

    internal static string OldNews(int days) => Text($"Dismissed after {days} days.");

    private static string Day(DateOnly date) => date.ToString("MMM d, yyyy", CultureInfo.InvariantCulture);

    /// <summary>A count; of an item that hardly sells the first decimal says something too.</summary>
    private static string Count(double value) => value.ToString(Math.Abs(value) < SmallCount ? "0.#" : "#,0", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
