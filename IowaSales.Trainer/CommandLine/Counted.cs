using System.Globalization;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Numbers of things in sentences: 1 day, 2 days.</summary>
internal static class Counted
{
    /// <summary>A number and its noun.</summary>
    /// <param name="count">The number.</param>
    /// <param name="noun">The noun in the singular; its plural ends in s.</param>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
