using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options that hold a day, written 2024-05-31.</summary>
internal static class DateOption
{
    /// <summary>An option with a default.</summary>
    public static Option<DateOnly> Create(string name, string description, DateOnly defaultValue) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = Parse,
    };

    /// <summary>An option that may be left out.</summary>
    public static Option<DateOnly?> CreateOptional(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DATE",
        CustomParser = result => Parse(result),
    };

    private static DateOnly Parse(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        result.AddError($"'{text}' is not a day; write it like 2024-05-31.");
        return default;
    }
}
