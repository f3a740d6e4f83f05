using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options that hold a whole number within a range.</summary>
internal static class NumberOption
{
    /// <summary>An option with a default.</summary>
    public static Option<int> Create(string name, string helpName, string description, int fallback, int min, int max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => fallback,
        CustomParser = result => Parse(result, name, min, max),
    };

    /// <summary>An option that may be left out.</summary>
    public static Option<int?> CreateOptional(string name, string helpName, string description, int min, int max) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(result, name, min, max),
    };

    private static int Parse(ArgumentResult result, string name, int min, int max)
    {
        var text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        var range = (min, max) switch
        {
            (int.MinValue, int.MaxValue) => "",
            (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $", {min} or more"),
            _ => string.Create(CultureInfo.InvariantCulture, $", {min} .. {max}"),
        };
        result.AddError($"{name} must be a whole number{range}, not '{text}'.");
        return min;
    }
}
