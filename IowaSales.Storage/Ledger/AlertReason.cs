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

    /// <summary>An item's stock does not last until an order can arrive.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="stock">Units in stock.</param>
    /// <param name="runsOut">First day on which demand is expected to exceed them.</param>
    /// <param name="arrives">The day on which an order that is placed now arrives.</param>
    public static string LowStock(string item, double stock, DateOnly runsOut, DateOnly arrives) =>
        stock <= 0 ? Text($"{item}: out of stock; an order placed now arrives on {Day(arrives)}.")
            : Text($"{item}: {Count(stock)} in stock run out on {Day(runsOut)}; an order placed now arrives on {Day(arrives)}.");

    /// <summary>The stock of many items does not last.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="atRisk">Units that are expected to be missing.</param>
    /// <param name="first">Name of the item with most units at risk.</param>
    public static string LowStocks(int items, double atRisk, string first) =>
        Text($"{items:#,0} items run out of stock before an order placed now can arrive, {Count(atRisk)} units at risk; most: {first}.");

    /// <summary>An item's forecast has moved far.</summary>
    /// <param name="item">Name of the item.</param>
    /// <param name="before">What the forecast before expected.</param>
    /// <param name="now">What is expected now, of the same days.</param>
    /// <param name="days">Number of days.</param>
    public static string LargeChange(string item, double before, double now, int days) =>
        Text($"{item}: the forecast of the next {days} days moved from {Count(before)} to {Count(now)}.");

    /// <summary>The forecasts of many items have moved far.</summary>
    /// <param name="items">Number of items.</param>
    /// <param name="all">Number of all items.</param>
    /// <param name="before">What the forecasts before expected of them.</param>
    /// <param name="now">What is expected of them now.</param>
    public static string LargeChanges(int items, int all, double before, double now) =>
        Text($"The forecasts of {items:#,0} of {all:#,0} items moved far, together from {Count(before)} to {Count(now)}.");

    /// <summary>Why an alert about stock is dismissed.</summary>
    public static string StockLasts => "The stock lasts until an order can arrive.";

    /// <summary>Why an alert is dismissed where others name its items now: one for many, or one for each.</summary>
    public static string Regrouped => "It is part of a newer alert.";

    /// <summary>Why an alert about a change is dismissed.</summary>
    public static string NewerForecasts => "Newer forecasts have been made.";

    /// <summary>Why an alert about a missing day is dismissed that is closed by now.</summary>
    public static string ClosedDay => "The day is closed.";

    /// <summary>Why an alert about a missing day is dismissed where an earlier day is missing, too.</summary>
    public static string EarlierDay => "An earlier day is missing.";

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
