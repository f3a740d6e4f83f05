namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>What the sales look like.</summary>
    internal static class Data
    {
        public const string Name = "Data";
        public const string Title = "Data quality";
        public const string Rows = "Rows";
        public const string Days = "Days";
        public const string Anomalies = "Anomalies";
        public const string Gap = "Longest closure";
        public const string Calendar = "Trading calendar";
        public const string SoldLess = "Sold less";
        public const string SoldMore = "more";
        public const string Ahead = "Days ahead";
        public const string CalendarLabel = "Calendar heat map of sales a day, with closed days, holidays and the days ahead.";
        public const string ExpectedClosed = "Expected to be closed";
        public const string ChanceOpen = "Chance to be open";
        public const string PerItem = "Product by product";
        public const string PerItemMeaning = "Gaps are runs of open days without a sale; outliers are days far outside the product's usual range.";
        public const string First = "First sale";
        public const string Last = "Last sale";
        public const string TotalSold = "Total sold";
        public const string Zeros = "Days without sales";
        public const string LongestGap = "Longest gap";
        public const string Outliers = "Outliers";
        public const string Negatives = "Returns";
        public const string Empty = "No sales";
        public const string EmptyHint = "The model has no sales rows.";
        public const string Filter = "Show";
        public const string FirstMeaning = "first day with a sale";
        public const string LastMeaning = "last day with a sale";
        public const string TotalMeaning = "bottles over all days";
        public const string ZerosMeaning = "open days without a sale, from the first one on";
        public const string LongestGapMeaning = "longest run of open days without a sale";
        public const string NegativesMeaning = "days with more returns than sales";
        public const string OutliersMeaning = "days far outside the usual range";
        public const string OutliersHint = "Open a day in the product's chart. At most the 20 newest.";
        public const string Stopped = "Stopped selling";

        public static string RowsMeaning(int items) => $"of {Format.Plural(items, "product")}, one per product and day.";

        public static string DaysFigure(DateOnly from, DateOnly to) => $"{Format.ShortDay(from)}, {from.Year} – {Format.Day(to)}";

        public static string DaysMeaning(int open, int closed) => $"{Format.Plural(open, "open day")} and {Format.Plural(closed, "closed day")}.";

        public static string AnomaliesMeaning(int duplicates, int negatives) =>
            $"outliers; {Format.Plural(duplicates, "repeated row")} summed, {Format.Plural(negatives, "return")}.";

        public static string GapFigure(int days) => Format.Plural(days, "day");

        public static string GapMeaning(long zeros) => $"without any sale. {Format.Plural(zeros, "product-day")} open but without sales.";

        public static string OutliersOf(string item) => $"Unusual days of {item}";

        public static string ShowOutliers(int count, string item) => $"Show {Format.Plural(count, "unusual day")} of {item}";
    }
}
