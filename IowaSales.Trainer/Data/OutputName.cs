using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>Files are written in the form that their name asks for; a name that asks for another is refused before any work.</summary>
internal static class OutputName
{
    /// <summary>Refuses a name with another ending.</summary>
    /// <param name="option">The option that named the file.</param>
    /// <param name="path">The name; null for none.</param>
    /// <param name="endings">What it may end in, with the dot.</param>
    /// <exception cref="VerbException">It ends in none of them.</exception>
    public static void Require(string option, string? path, params string[] endings)
    {
        if (path is not null && !endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
        {
            var either = endings.Length == 1 ? endings[0] : $"{string.Join(", ", endings[..^1])} or {endings[^1]}";
            throw VerbException.Usage($"{option} {Path.GetFileName(path)} must end in {either}; give it such a name.");
        }
    }
}
