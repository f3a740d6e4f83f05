using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options that hold an age, written 7d, 12h, 30m or 45s.</summary>
internal static class AgeOption
{
    private static readonly TimeSpan Max = TimeSpan.FromDays(3650);

    /// <summary>An option that may be left out.</summary>
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "AGE",
        CustomParser = Parse,
    };

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        var unit = text.Length < 2 ? (TimeSpan?)null : text[^1] switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            's' => TimeSpan.FromSeconds(1),
            _ => null,
        };
        if (unit is { } one
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count <= Max / one)
        {
            return count * one;
        }

        result.AddError($"'{text}' is not an age; write it like 7d, 12h, 30m or 45s, at most ten years.");
        return null;
    }
}
