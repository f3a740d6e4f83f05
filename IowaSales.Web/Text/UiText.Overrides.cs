using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Overrides of the forecast, and what they added.</summary>
    internal static class Overrides
    {
        public const string Name = "Overrides";
        public const string Intro = "What people changed, and whether it helped. The model's forecast itself is never changed.";
        public const string Period = "Period";
        public const string Naive = "Seasonal naive error";
        public const string Model = "Model error";
        public const string Plan = "Plan error";
        public const string Added = "Value added";
        public const string ErrorMeaning = "Sum of absolute errors, units, on the days of overrides";
        public const string ByReason = "By reason";
        public const string ByAuthor = "By author";
        public const string ItemDays = "Product days";
        public const string Before = "Error before";
        public const string After = "Error after";
        public const string NothingScored = "No sales of overridden days yet.";
        public const string History = "All overrides";
        public const string None = "No overrides yet. Open a product on the Today page to override its forecast.";
        public const string New = "Override a category or all products";
        public const string NewHint = "Units are spread over the products in proportion to their forecasts. A single product is overridden on the Today page.";
        public const string Scope = "Products";
        public const string AllProducts = "All products";
        public const string Kind = "Change";
        public const string From = "First day";
        public const string Through = "Last day";
        public const string Reason = "Reason";
        public const string Author = "Your name";
        public const string AuthorColumn = "Author";
        public const string Add = "Override";
        public const string Undo = "Undo";
        public const string ValueMissing = "Enter a number first.";
        public const string AuthorMissing = "Enter your name first.";
        public const string Heading = "Override the forecast";

        public static readonly (string Kind, string Name)[] Kinds = [("factor", "Multiply by"), ("units", "Add units"), ("absolute", "Set units to")];

        public static readonly string[] Reasons = ["Promotion", "Price change", "New customer", "Lost customer", "Event", "Supply problem"];

        public static string ValueOf(string kind) => kind == "factor" ? "Factor (1.2 is +20%)" : "Units over these days";

        public static string PeriodOf(int days) => $"{days} days";

        public static string AddedMeaning(ValueAdded value) => value.ItemDays == 0
            ? NothingScored
            : $"Model error less plan error over {Format.Plural(value.ItemDays, "product day")}; above 0, overrides helped";

        public static string Shown(int shown, int total) => shown == total ? Format.Count(total) : $"newest {Format.Count(shown)} of {Format.Count(total)}";

        public static string SignedOf(double units) => (units > 0 ? "+" : "") + Format.Number(units, 1);

        public static string WhatOf(ForecastOverrideInfo change) => change.Kind switch
        {
            "factor" => $"× {Format.Number(change.Value, 2)}",
            "units" => $"{Today.Signed(change.Value)} units",
            _ => $"{Format.Count(change.Value)} units",
        };

        public static string TargetOf(ForecastOverrideInfo change) => change.Target ?? "all products";

        public static string DaysOf(ForecastOverrideInfo change) =>
            change.From == change.Through ? Format.ShortDay(change.From) : $"{Format.ShortDay(change.From)} – {Format.ShortDay(change.Through)}";

        public static string WhyOf(ForecastOverrideInfo change) => $"{change.Reason} · {change.Author}";

        public static string UndoLabel(ForecastOverrideInfo change) => $"Undo the override of {TargetOf(change)}, {DaysOf(change)}";

        public static string StateOf(ForecastOverrideInfo change) => change.State switch
        {
            "undone" => $"Undone by {change.EndedBy}",
            "replaced" => $"Replaced by {change.EndedBy}",
            _ => "Expired",
        };

        public static string Planned(double statistical, double planned) => $"Model {Format.Count(statistical)}, plan {Format.Count(planned)}";
    }
}
