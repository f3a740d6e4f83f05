using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Notes and events on dates.</summary>
    internal static class Notes
    {
        public const string Title = "Notes and closures";
        public const string None = "No notes or closures on the last four weeks or ahead.";
        public const string New = "Add a note, event or closure";
        public const string Closed = "Closed";
        public const string Open = "Open";
        public const string ClosureName = "Name of the days";
        public const string ClosureMeaning = "The forecast of closed days is 0. Open lifts a closure that was learned from past sales.";
        public const string Undo = "Undo";
        public const string Text = "Note";
        public const string Kind = "Kind";
        public const string Note = "Note";
        public const string Event = "Event";
        public const string Scope = "Concerns";
        public const string ThisProduct = "This product";
        public const string Add = "Add";
        public const string Remove = "Remove";

        public static string WhereOf(PlanningNoteInfo note) =>
            $"{(note.From == note.Through ? Format.ShortDay(note.From) : $"{Format.ShortDay(note.From)} – {Format.ShortDay(note.Through)}")} · {note.Target ?? "all products"} · {note.Author}";

        public static string WhereOf(PlannedClosureInfo closure) =>
            $"{(closure.From == closure.Through ? Format.ShortDay(closure.From) : $"{Format.ShortDay(closure.From)} – {Format.ShortDay(closure.Through)}")} · {closure.Target ?? "all products"} · {closure.Author}";

        public static string UndoLabel(PlannedClosureInfo closure) => $"Undo “{closure.Name}”";

        public static string RemoveLabel(PlanningNoteInfo note) => $"Remove the note “{note.Text}”";
    }
}
