using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>The upload of product attributes.</summary>
    internal static class Attributes
    {
        public const string Title = "Import product attributes";
        public const string Intro = "A file with a row for each product. Stock and order terms count at once; a column that is left out stays as it is. If any row fails, nothing is imported.";
        public const string Columns =
            "Columns: item_name and any of category, vendor, pack_size, lead_time_days, review_days, stock_on_hand, on_order, unit_cost, service_level.";
        public const string File = "File (CSV or Excel)";
        public const string Added = "Added";
        public const string Changed = "Changed";
        public const string Batches = "Attribute imports";
        public const string ColumnsHead = "Columns";
        public const string AlreadyKnown = "These attributes are already in force. Nothing to import.";
        public const string NeedsPlanner = "Importing product attributes needs the role planner or operator.";
        public const string Kind = "What to import";
        public const string Sales = "Sales";
        public const string Products = "Product attributes";

        public static string TooLarge(long megabytes) => $"The file is larger than {megabytes} MB. Split it, or send it to POST /attributes.";

        public static string ColumnsOf(DriverBatchInfo batch) => string.Join(", ", batch.Names);

        public static string SourceOf(DriverBatchInfo batch) => batch.Author is { } author ? $"{batch.Source} · {author}" : batch.Source;

        public static string Imported(long rows) => $"{Format.Plural(rows, "product")} imported. Orders updated.";

        public static string Unknown(IReadOnlyList<string> items) =>
            $"No sales under {(items.Count == 1 ? "this name" : "these names")}, so check the spelling: {string.Join(", ", items.Take(MaxNames))}{(items.Count > MaxNames ? $", and {items.Count - MaxNames} more" : "")}.";

        public static string NotOfModel(IReadOnlyList<string> names) =>
            $"Lists filter by these columns now; forecasts use them once a model is trained with them: {string.Join(", ", names)}.";

        public static string QuestionOf(DriverBatchInfo batch) => batch.UndoneAt is null
            ? $"Undo import {batch.Id} ({ColumnsOf(batch)})? Its {Format.Plural(batch.Rows, "product")} get what the other imports state, or nothing."
            : $"Apply import {batch.Id} ({ColumnsOf(batch)}) again? It counts wherever no newer import states otherwise.";

        public static string UndoneNow(long id) => $"Import {id} undone. Orders updated.";

        public static string AppliedNow(long id) => $"Import {id} applied again. Orders updated.";

        private const int MaxNames = 10;
    }
}
