namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Products over each other.</summary>
    internal static class Compare
    {
        public const string Name = "Compare";
        public const string Title = "Compare products";
        public const string Add = "Add a product";
        public const string Full = "You can compare up to six products. Remove one to add another.";
        public const string Few = "Choose at least two products";
        public const string FewHint = "Up to six can be overlaid.";
        public const string Suggest = "Compare the best sellers";
        public const string Scale = "Scale";
        public const string Absolute = "Bottles";
        public const string Indexed = "Indexed";
        public const string Grouping = "Grouped by";
        public const string Weekly = "Week";
        public const string Daily = "Day";
        public const string AxisIndexed = "100 = own average";
        public const string IndexedHint = "Indexed: each product's average over all its history is 100, so that large and small ones can be compared.";
        public const string WeekEnding = "Week to";
        public const string ForecastNote = "Forecast";
        public const string TableTitle = "Side by side";
        public const string Share = "Share of these";

        public static string Remove(string item) => $"Remove {item}";

        public static string ChartLabel(IEnumerable<string> items, int days) =>
            $"Line chart comparing sales and forecast of {string.Join(", ", items)}. The figures of the {UiText.Common.NextDays(days).ToLowerInvariant()} are in the table that follows.";
    }
}
