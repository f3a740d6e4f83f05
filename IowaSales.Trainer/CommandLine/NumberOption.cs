using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options that hold a whole number within a range.</summary>
internal static class NumberOption
{
    /// <summary>An option with a default.</summary>
    public static Option<int> Create(string name, string helpName, string description, int usual, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        DefaultValueFactory = _ => usual,
        CustomParser = result => Parse(result, name, least, most),
    };

    /// <summary>An option that may be left out.</summary>
    public static Option<int?> CreateOptional(string name, string helpName, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(result, name, least, most),
    };

    private static int Parse(ArgumentResult result, string name, int least, int most)
    {
        var text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        var range = (least, most) switch
        {
            (int.MinValue, int.MaxValue) => "",
            (_, int.MaxValue) => string.Create(CultureInfo.InvariantCulture, $", {least} or more"),
            _ => string.Create(CultureInfo.InvariantCulture, $", {least} .. {most}"),
        };
        result.AddError($"{name} must be a whole number{range}, not '{text}'.");
        return least;
    }
}
