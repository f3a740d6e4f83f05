using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>What every screen over the sales store shares.</summary>
    internal static class SalesStore
    {
        public const string NoStore = "Sales storage is off";
        public const string NoStoreHint = "Set Sales__Store on the API to a file or database. It then keeps the sales you import, and scores its forecasts against them.";
        public const string Key = "API key";
        public const string KeyMeaning = "Needed for changes. It is sent only to the API and is kept until you close or reload this page.";
        public const string KeyMissing = "Enter the API key first.";

        public static string Failed(string why) => $"Failed. {why}";
    }

    /// <summary>Sales imported by hand.</summary>
    internal static class Import
    {
        public const string Name = "Import";
        public const string Title = "Import";
        public const string Intro = "A file of daily sales with the columns date, item_name and total_amount_sold. If any row fails, nothing is imported.";
        public const string File = "File (CSV, JSON or JSON lines)";
        public const string Preview = "Preview";
        public const string Apply = "Import";
        public const string Working = "Working…";
        public const string Rows = "Rows";
        public const string New = "New";
        public const string Corrected = "Corrected";
        public const string Known = "Unchanged";
        public const string NewItems = "New products";
        public const string WouldChange = "Preview of changes";
        public const string Refused = "File not imported";
        public const string Line = "Line";
        public const string Column = "Column";
        public const string Problem = "Problem";
        public const string Batches = "Imports";
        public const string Received = "Received";
        public const string Source = "From";
        public const string Days = "Days";
        public const string Undo = "Undo import";
        public const string Undone = "Undone";
        public const string ChooseFirst = "Choose a file first.";
        public const string AlreadyKnown = "These sales are already in force. Nothing to import.";

        public const string Accept = "This is right, import it";
        public const string ApplyAgain = "Apply again";
        public const string Cancel = "Cancel";
        public const string TypeSeed = "Type seed to confirm";
        public const string SeedWord = "seed";
        public const string SeedNote = "These are the sales the store was started with. Without them most forecasts lose their history.";

        public static string LooksWrong(string detail) => $"Check this file. {detail}";

        public static string UndoQuestion(long id, SalesBatchEffect effect) =>
            $"Undo import {id}? {Sentence(effect.Removed, "removed")} {Sentence(effect.Replaced, "set back to an earlier import")} {Sentence(effect.Kept, "left as a newer import states")} {Range(effect)}";

        public static string ApplyQuestion(long id, SalesBatchEffect effect) =>
            $"Apply import {id} again? {Sentence(effect.Added, "added")} {Sentence(effect.Replaced, "replaced")} {Sentence(effect.Kept, "left as a newer import states")} {Range(effect)}";

        public static string ApplyLabel(long id) => $"{ApplyAgain} {id}";

        public static string AppliedNow(long id) => $"Import {id} applied again. Forecasts updated.";

        public static string TooLarge(long megabytes) =>
            $"The file is larger than {megabytes} MB. Import it from the command line: dotnet run --project IowaSales.Trainer -- push --data FILE";

        public static string Imported(int rows) => $"{Format.Plural(rows, "row")} imported. Forecasts updated.";

        public static string SourceOf(SalesBatch batch) => batch.Author is { } author ? $"{batch.Source} · {author}" : batch.Source;

        public static string UndoLabel(long id) => $"{Undo} {id}";

        private static string Sentence(int values, string what) => values == 0 ? "" : $"{Format.Plural(values, "value")} {what}.";

        private static string Range(SalesBatchEffect effect) => $"Days: {UiText.LastWeek.Span(effect.Batch.From, effect.Batch.Through)}.";

        public static string UndoneNow(long id) => $"Import {id} undone. Forecasts updated.";
    }
}
