namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Last week: forecast against actual.</summary>
    internal static class LastWeek
    {
        public const string Name = "Last week";
        public const string Title = "Last week: forecast against actual";
        public const string Intro = "What was forecast when the week began, and what was sold.";
        public const string Nothing = "No forecast has come true yet";
        public const string NothingHint = "The first figures come with the next day of sales.";
        public const string Window = "Errors over";
        public const string Week = "7 days";
        public const string Month = "4 weeks";
        public const string Quarter = "13 weeks";
        public const string ErrorShare = "Error";
        public const string Bias = "Too high or too low";
        public const string Coverage = "Inside the 80% interval";
        public const string Mase = "Error (MASE)";
        public const string ByDay = "Day by day";
        public const string ByItem = "Product by product";
        public const string ByItemMeaning = "The last seven days. Choose a product to see its days.";
        public const string Steps = "By days ahead";
        public const string StepsMeaning = "Error of forecasts that were served; the line is what repeating the week before would have erred.";
        public const string Calibration = "Promises kept, live";
        public const string CalibrationMeaning = "How often sales stayed at or below each forecast level, in forecasts that were served.";
        public const string Naive = "Week before";
        public const string Off = "Forecast off by";
        public const string Outside = "Outside its 80% interval";
        public const string Inside = "Days inside";
        public const string Challenger = "A challenger is being tried";

        public static string Sold(double actual, double forecast) => $"{Format.Count(actual)} sold, {Format.Count(forecast)} forecast";

        public static string ErrorMeaning(double? naive) => $"Absolute error over sales; repeating the week before: {Format.Percent(naive, 1)}.";

        public static string BiasMeaning(double? bias) => bias is > 0 ? "Forecasts were higher than sales, in sum." : "Forecasts were lower than sales, in sum.";

        public static string CoverageMeaning(double? promised) => promised is { } share
            ? $"80% is the aim; the backtest had {Format.Percent(share, 1)}."
            : "80% is the aim.";

        public static string MaseMeaning(double? promised) => promised is { } error ? $"The backtest had promised {Format.Score(error)}." : "Below 1 beats repeating the week before.";

        public static string Span(DateOnly from, DateOnly through) => from == through ? Format.Day(from) : $"{Format.Day(from)} to {Format.Day(through)}";

        public static string ChartLabel(string item) => $"Chart of {item}: forecast with its 80% interval, and sales, for each day of the last week.";

        public static string ChallengerSentence(string version, double share, double? challenger, double? inCharge) =>
            $"{version} serves {Format.Percent(share)} of products: MASE {Format.Score(challenger)} against {Format.Score(inCharge)} of the model in charge.";
    }

    /// <summary>What a person should look at.</summary>
    internal static class Alerts
    {
        public const string Name = "Alerts";
        public const string Title = "What to look at";
        public const string Intro = "Raised when sales or forecasts leave their bounds. Dismiss what you have dealt with.";
        public const string None = "Nothing to look at";
        public const string NoneHint = "Sales and forecasts are within their bounds.";
        public const string Open = "Open";
        public const string All = "All";
        public const string Show = "Show";
        public const string Day = "Day";
        public const string What = "What";
        public const string Reason = "Why";
        public const string Note = "Reason for dismissing (optional)";
        public const string Dismiss = "Dismiss";
        public const string See = "See all";
        public const string OfProduct = "To look at";
        public const string DismissElsewhere = "Dismiss on Alerts";

        public static string Dismissed(string? note) => note is null ? "Dismissed" : $"Dismissed: {note}";

        public static string DismissLabel(string reason) => $"Dismiss: {reason}";

        public static string OpenCount(int count) => $"{Format.Plural(count, "alert")} to look at.";

        public static string Others(int count) => $"{Format.Plural(count, "older alert")} more.";

        public static string KindName(string kind) => kind switch
        {
            "drift" => "Drift",
            "unusual_sales" => "Unusual sales",
            "unusual_day" => "Unusual day",
            "stopped" => "Stopped selling",
            "stale_data" => "Missing day",
            _ => kind,
        };
    }
}
