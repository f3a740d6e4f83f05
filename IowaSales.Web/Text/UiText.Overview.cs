namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>The overview.</summary>
    internal static class Overview
    {
        public const string Name = "Overview";
        public const string AllProducts = "All products";
        public const string Risers = "Biggest risers";
        public const string Fallers = "Biggest fallers";
        public const string NoRisers = "No product is expected to rise.";
        public const string NoFallers = "No product is expected to fall.";
        public const string Accuracy = "Error last week";
        public const string AccuracyHint = "Forecasts against sales, all products, last backtest week";
        public const string DataThrough = "Data through";
        public const string ModelAge = "Model trained";
        public const string Filter = "Show";
        public const string FilterAll = "All";
        public const string FilterFlagged = "Flagged";
        public const string FilterRising = "Rising";
        public const string FilterFalling = "Falling";
        public const string Columns = "Columns";
        public const string Recent = "Last 28 days";
        public const string LastWeekError = "Last-week error";
        public const string Flags = "Flags";
        public const string Empty = "No products in the model";
        public const string EmptyHint = "Train a model on the sales of at least one product. It appears here automatically.";
        public const string NothingMatches = "Nothing matches";
        public const string NothingMatchesHint = "No product matches the search and filter.";
        public const string ShowAll = "Show all products";
        public const string ItemMeaning = "name as in the sales";
        public const string RecentMeaning = "bottles sold a day; sorts by their sum";
        public const string NextMeaning = "median of their total, bottles";
        public const string IntervalMeaning = "eight totals of ten end inside; sorts by its width against the forecast";
        public const string LastMeaning = "bottles sold";
        public const string ErrorMeaning = "how far the last backtest week's days were off, as a share of their sales";
        public const string FlagsMeaning = "what is notable";

        public const string Groups = "Totals by category, vendor or class";
        public const string GroupBy = "By";
        public const string Group = "Group";
        public const string GroupItems = "Products";
        public const string GroupsMeaning = "Errors of products partly cancel out, so the interval of a group is narrower than the sum of its products' intervals.";
        public const string NoGroup = "Not stated";

        public static string Interval(double lower, double upper) => $"80% sure: {Format.Range(lower, upper)} bottles";

        public static string Headline(int days) => $"Expected sales, {Common.NextDays(days).ToLowerInvariant()}";

        public static string TableCaption(int days) => $"All products with their forecast of the {Common.NextDays(days).ToLowerInvariant()}";

        public static string ChangeMeaning(int days) => $"{Common.NextDays(days).ToLowerInvariant()} against the average of the last 4 weeks; none below half a bottle a day";

        public static string AgainstUsual(double usual, int days) => $"against {Format.Count(usual)}, the average {Format.Plural(days, "day")} of the last 4 weeks";

        public static string ForecastDays(DateOnly first, DateOnly last) => $"{Format.ShortDay(first)} – {Format.Day(last)}";

        public static string SparklineLabel(IReadOnlyList<double?> recent) =>
            $"Sales of the last 28 days: between {Format.Count(recent.Min())} and {Format.Count(recent.Max())} bottles a day";
    }
}
