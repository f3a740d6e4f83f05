using System.Globalization;
using System.Text;
using Spectre.Console.Rendering;

namespace IowaSales.Trainer.CommandLine;

/// <summary>
/// What may reach a terminal: text. Control characters, among them the escape that begins a terminal's commands, and the marks that turn
/// the direction of writing are shown as <c>\u001B</c>; tabs and line ends pass.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text with everything else shown.</summary>
    public static string Clean(string text)
    {
        var first = IndexOfCommand(text);
        if (first < 0)
        {
            return text;
        }

        var clean = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (IsCommand(text[i]) && !(text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            }
            else
            {
                clean.Append(text[i]);
            }
        }

        return clean.ToString();
    }

    /// <summary>A writer that cleans what is written through it.</summary>
    /// <param name="inner">Where it goes.</param>
    public static TextWriter Over(TextWriter inner) => new CleanWriter(inner);

    private static int IndexOfCommand(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsCommand(text[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsCommand(char letter) =>
        (char.IsControl(letter) && letter is not ('\n' or '\t')) || letter is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    /// <summary>Cleans the text that a console renders; its own commands pass.</summary>
    public sealed class Hook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(renderable => new CleanRenderable(renderable));
    }

    private sealed class CleanRenderable(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth)
            .Select(segment => segment.IsControlCode || segment.IsLineBreak || IndexOfCommand(segment.Text) < 0
                ? segment
                : new Segment(Clean(segment.Text), segment.Style));
    }

    private sealed class CleanWriter(TextWriter inner) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => inner.Encoding;

        public override void Write(char value)
        {
            if (IsCommand(value) && value != '\r')
            {
                inner.Write(Clean(value.ToString()));
            }
            else
            {
                inner.Write(value);
            }
        }

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

        public override void Write(string? value) => inner.Write(value is null ? null : Clean(value));

        public override void WriteLine() => inner.WriteLine();

        public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Clean(value));

        public override Task WriteLineAsync(string? value) => inner.WriteLineAsync(value is null ? null : Clean(value));

        public override void Flush() => inner.Flush();
    }
}
