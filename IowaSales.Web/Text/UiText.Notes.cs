using IowaSales.Contracts;

namespace IowaSales.Web.Text;

internal static partial class UiText
{
    /// <summary>Notes and events on dates.</summary>
    internal static class Notes
    {
        public const string Name = "Notes";
        public const string None = "No notes on the last four weeks or ahead.";
        public const string New = "Add a note or event";
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

        public static string RemoveLabel(PlanningNoteInfo note) => $"Remove the note “{note.Text}”";
    }
}
