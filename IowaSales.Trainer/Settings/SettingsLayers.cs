using System.CommandLine;
using System.CommandLine.Parsing;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Settings;

/// <summary>
/// Fills in options that the command line leaves open: from the environment (<c>TRAINER_TRAIN_HORIZON</c> for one verb,
/// <c>TRAINER_HORIZON</c> for all), else from <see cref="SettingsFile"/>. What is left has its default.
/// </summary>
internal sealed class SettingsLayers
{
    private const string Prefix = "TRAINER_";

    private readonly Dictionary<Option, string> _origins = [];
    private readonly List<string> _words = [];

    private SettingsLayers()
    {
    }

    /// <summary>Words to put behind the command line.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>The options of a verb that settings may fill in, the global ones included.</summary>
    public static IEnumerable<Option> OptionsOf(Verb verb) => verb.Options.Concat([GlobalOptions.Json, GlobalOptions.Quiet]);

    /// <summary>Looks up what the command line leaves open.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="verbs">All verbs.</param>
    /// <param name="arguments">The command line as it was typed.</param>
    /// <param name="surroundings">Environment and folder.</param>
    /// <exception cref="VerbException">The settings file cannot be used.</exception>
    public static SettingsLayers Of(Verb verb, IReadOnlyList<Verb> verbs, ParseResult arguments, Surroundings surroundings)
    {
        var layers = new SettingsLayers();
        var file = SettingsFile.Read(
            surroundings.Folder,
            verbs.ToDictionary(
                one => one.Name,
                one => (IReadOnlySet<string>)OptionsOf(one).Select(option => option.Name.TrimStart('-')).ToHashSet(StringComparer.Ordinal),
                StringComparer.Ordinal));
        foreach (var option in OptionsOf(verb).Where(option => arguments.GetResult(option) is null or { Implicit: true }))
        {
            if (InEnvironment(verb, option, surroundings) is { } variable)
            {
                layers.Add(option, variable.Values, variable.Origin);
            }
            else if (file.Find(verb.Name, SettingsFile.Plain(option.Name)) is { } setting)
            {
                layers.Add(option, setting.Values, setting.Origin);
            }
        }

        return layers;
    }

    /// <summary>Where the value of an option came from, in words.</summary>
    public string OriginOf(Option option, ParseResult arguments) =>
        _origins.TryGetValue(option, out var origin) ? origin
        : arguments.GetResult(option) is { Implicit: false } ? "command line"
        : "default";

    /// <summary>A complaint of the parser, with where the value came from.</summary>
    public string Explain(ParseError error)
    {
        for (var symbol = error.SymbolResult; symbol is not null; symbol = symbol.Parent)
        {
            if (symbol is OptionResult { Option: var option } && _origins.TryGetValue(option, out var origin))
            {
                return $"{origin}: {error.Message}";
            }
        }

        return error.Message;
    }

    private static (IReadOnlyList<string> Values, string Origin)? InEnvironment(Verb verb, Option option, Surroundings surroundings)
    {
        var name = option.Name.TrimStart('-').Replace('-', '_').ToUpperInvariant();
        foreach (var variable in (string[])[$"{Prefix}{verb.Name.ToUpperInvariant()}_{name}", $"{Prefix}{name}"])
        {
            if (surroundings.Environment(variable) is { Length: > 0 } value)
            {
                return ([value], $"environment, {variable}");
            }
        }

        return null;
    }

    private void Add(Option option, IReadOnlyList<string> values, string origin)
    {
        _origins[option] = origin;
        _words.AddRange(values.Select(value => $"{option.Name}={value}"));
    }
}
