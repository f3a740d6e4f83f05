using System.CommandLine;
using System.CommandLine.Parsing;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options that hold one of a few names.</summary>
internal static class ChoiceOption
{
    /// <summary>An option with a default; names match without regard to case, and tab completion offers them.</summary>
    public static Option<T> Create<T>(string name, string description, T fallback)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(choice => choice.ToLowerInvariant())];
        var option = new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', names),
            DefaultValueFactory = _ => fallback,
            CustomParser = result => Parse<T>(result, name, names),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>An option that may be left out.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description)
        where T : struct, Enum
    {
        string[] names = [.. Enum.GetNames<T>().Select(choice => choice.ToLowerInvariant())];
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', names),
            CustomParser = result => Parse<T>(result, name, names),
        };
        option.CompletionSources.Clear();
        option.CompletionSources.Add(names);
        return option;
    }

    private static T Parse<T>(ArgumentResult result, string name, string[] names)
        where T : struct, Enum
    {
        var text = result.Tokens.Single().Value;
        if (names.Contains(text, StringComparer.OrdinalIgnoreCase))
        {
            return Enum.Parse<T>(text, ignoreCase: true);
        }

        result.AddError($"{name} must be {string.Join(", ", names[..^1])} or {names[^1]}, not '{text}'.");
        return default;
    }
}
