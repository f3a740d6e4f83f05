namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Last week: forecast against actual.</summary>
    internal static class LastWeek
    {
        public const string Name = "Last week";
        public const string Title = "Last week: forecast against actual";
        public const string Intro = "What was forecast when the week began, and what was sold.";
        public const string Nothing = "No forecasts scored yet";
        public const string NothingHint = "Scores appear when the next day of sales is imported.";
        public const string Window = "Errors over";
        public const string Week = "7 days";
        public const string Month = "4 weeks";
        public const string Quarter = "13 weeks";
        public const string ErrorShare = "Error";
        public const string Bias = "Bias";
        public const string Coverage = "Inside the 80% interval";
        public const string Mase = "Error (MASE)";
        public const string ByDay = "Day by day";
        public const string ByItem = "Product by product";
        public const string ByItemMeaning = "The last seven days. Choose a product to see its days.";
        public const string Steps = "By days ahead";
        public const string StepsMeaning = "Error of forecasts that were served; the line is the seasonal naive forecast's error.";
        public const string Calibration = "Calibration of served forecasts";
        public const string CalibrationMeaning = "How often sales were at or below each quantile of the forecasts that were served.";
        public const string Naive = "Week before";
        public const string Off = "Forecast off by";
        public const string Outside = "Outside its 80% interval";
        public const string Inside = "Days inside";
        public const string Challenger = "A challenger is on trial";

        public static string Sold(double actual, double forecast) => $"{Format.Count(actual)} sold, {Format.Count(forecast)} forecast";

        public static string ErrorMeaning(double? naive) => $"Absolute error over sales; seasonal naive: {Format.Percent(naive, 1)}.";

        public static string BiasMeaning(double? bias) => bias is > 0 ? "Forecasts were too high overall." : "Forecasts were too low overall.";

        public static string CoverageMeaning(double? promised) => promised is { } share
            ? $"80% is the aim; the backtest had {Format.Percent(share, 1)}."
            : "80% is the aim.";

        public static string MaseMeaning(double? promised) => promised is { } error ? $"Backtest: {Format.Score(error)}." : "Below 1 is better than the seasonal naive scale.";

        public static string Span(DateOnly from, DateOnly through) => from == through ? Format.Day(from) : $"{Format.Day(from)} to {Format.Day(through)}";

        public static string ChartLabel(string item) => $"Chart of {item}: forecast with its 80% interval, and sales, for each day of the last week.";

        public static string ChallengerSentence(string version, double share, double? challenger, double? champion) =>
            $"{version} serves {Format.Percent(share)} of products: MASE {Format.Score(challenger)} against {Format.Score(champion)} for the champion.";
    }

    /// <summary>Alerts.</summary>
    internal static class Alerts
    {
        public const string Name = "Alerts";
        public const string Title = "Alerts";
        public const string Intro = "What needs a look: unusual sales, missing days, low stock and large changes. Dismiss an alert when it is handled.";
        public const string None = "No open alerts";
        public const string NoneHint = "Sales and forecasts are within their expected range.";
        public const string Open = "Open";
        public const string Snoozed = "Snoozed";
        public const string All = "All";
        public const string Show = "Show";
        public const string Owner = "Owner";
        public const string Anyone = "Anyone";
        public const string Nobody = "Nobody";
        public const string Assign = "Assign";
        public const string State = "Status";
        public const string SnoozeFor = "Snooze for";
        public const string Snooze = "Snooze";
        public const string Wake = "Show again";
        public const string Reopen = "Reopen";
        public const string Day = "Day";
        public const string What = "What";
        public const string Reason = "Why";
        public const string Note = "Reason for dismissing (optional)";
        public const string Dismiss = "Dismiss";
        public const string See = "See all";
        public const string OfProduct = "Open alerts";
        public const string AllKinds = "All kinds";
        public const string Order = "Order";
        public const string Newest = "Newest first";
        public const string Largest = "Largest first";
        public const string Size = "Bottles off";
        public const string ChooseAll = "Choose all";
        public const string NothingMatchesHint = "No alert matches the search and filter.";
        public const string ShowAll = "Show all alerts";
        public const string DismissElsewhere = "Dismiss on Alerts";

        public static string Dismissed(string? note, string? by) =>
            $"Dismissed{(by is null ? "" : $" by {by}")}{(note is null ? "" : $": {note}")}";

        public static string DismissChosen(int count) => count == 0 ? "Dismiss chosen" : $"Dismiss {Format.Plural(count, "alert")}";

        public static string Products(int count) => Format.Plural(count, "product");

        public static string LargestOf(string reason) => $"Largest: {reason}";

        public static string EntryLabel(string kind, DateOnly date, int alerts) => $"{KindName(kind)}, {Format.ShortDay(date)}, {Format.Plural(alerts, "alert")}";

        public static string ChooseLabel(string entry) => $"Choose {entry}";

        public static string DaysOf(int days) => days % 7 == 0 ? Format.Plural(days / 7, "week") : Format.Plural(days, "day");

        public static string SnoozedUntil(DateOnly? day) => day is { } until ? $"Until {Format.Day(until)}" : "";

        public static string WakeLabel(string reason) => $"Show again: {reason}";

        public static string ReopenLabel(string reason) => $"Reopen: {reason}";

        public static string DismissLabel(string reason) => $"Dismiss: {reason}";

        public static string OpenCount(int count) => $"{Format.Plural(count, "open alert")}";

        public static string Others(int count) => $"{Format.Plural(count, "older alert")}";

        public static string KindName(string kind) => kind switch
        {
            "drift" => "Drift",
            "unusual_sales" => "Unusual sales",
            "unusual_day" => "Unusual day",
            "stopped" => "Stopped selling",
            "stale_data" => "Missing day",
            "low_stock" => "Low stock",
            "large_change" => "Large change",
            _ => kind,
        };
    }
}
