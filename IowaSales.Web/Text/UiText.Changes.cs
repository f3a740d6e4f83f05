using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Why a forecast changed.</summary>
    internal static class Changes
    {
        public const string Title = "Why the forecast changed";
        public const string None = "There is no earlier forecast to compare with.";
        public const string Total = "Change";
        public const string Meaning = "What drove the change most";

        public static string Over(ItemChange change, DateOnly compared) =>
            $"{Format.Count(change.Expected)} expected over {Format.Plural(change.Days, "day")}, {Format.Count(change.Earlier)} in the forecast of {Format.ShortDay(compared)}.";

        public static string ShortName(ChangeCause cause) => cause switch
        {
            ChangeCause.NewSales => "sales",
            ChangeCause.RestatedSales => "restated",
            ChangeCause.Calendar => "calendar",
            _ => "model",
        };

        public static IEnumerable<(string Name, double Amount)> PartsOf(ItemChangeDetail detail)
        {
            var total = detail.Total;
            return new[]
            {
                ("New sales", total.NewSales),
                ("Restated sales", total.RestatedSales),
                ("Calendar and drivers", total.Calendar),
                (detail.Together ? "Model, calendar and drivers" : "Model", total.Model),
            }.Where(part => Math.Abs(part.Item2) >= SmallestShown);
        }

        public static string Amount(double amount) => amount > 0 ? $"+{Format.Number(amount, 1)}" : Format.Number(amount, 1);

        public static string Sold(SoldDay day) =>
            $"{Format.Weekday(day.Date)}, {Format.ShortDay(day.Date)}: {Format.Count(day.Sold)} sold, {Format.Count(day.Expected)} expected";

        private const double SmallestShown = 0.05;
    }
}
