using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using IowaSales.Trainer.CommandLine;
using Spectre.Console;

namespace IowaSales.Trainer.Settings;

/// <summary>Prints what is in force for a verb, and where each value came from.</summary>
internal static class EffectiveSettings
{
    /// <summary>Prints; secrets are only said to be set or not.</summary>
    public static void Write(VerbRun run, Verb verb, SettingsLayers layers)
    {
        EffectiveSetting[] settings =
        [
            .. SettingsLayers.OptionsOf(verb).Select(option => new EffectiveSetting(
                option.Name.TrimStart('-'), ValueOf(option, run.Arguments), layers.OriginOf(option, run.Arguments))),
            .. verb.Secrets.Select(variable => new EffectiveSetting(
                variable, string.IsNullOrEmpty(run.Surroundings.Environment(variable)) ? null : "(set)", "environment")),
        ];
        if (run.Json)
        {
            run.WriteJson(settings, EffectiveSettingJson.Default.EffectiveSettingArray);
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("setting", "value", "from");
        foreach (var setting in settings)
        {
            table.AddRow(Markup.Escape(setting.Name), Markup.Escape(setting.Value ?? "(none)"), Markup.Escape(setting.Origin));
        }

        run.Out.Write(table);
    }

    private static string? ValueOf(Option option, ParseResult arguments)
    {
        if (arguments.GetResult(option) is { Implicit: false } given)
        {
            return given.Tokens.Count == 0 && option.ValueType == typeof(bool) ? "true" : string.Join(", ", given.Tokens.Select(token => token.Value));
        }

        return option.HasDefaultValue ? TextOf(option.GetDefaultValue()) : option.ValueType == typeof(bool) ? "false" : null;
    }

    private static string? TextOf(object? value) => value switch
    {
        null => null,
        bool truth => truth ? "true" : "false",
        string text => text,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum name => name.ToString().ToLowerInvariant(),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(TextOf)) is { Length: > 0 } joined ? joined : null,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>One setting in force.</summary>
/// <param name="Name">Name of the option without its dashes.</param>
/// <param name="Value">Its value; null for none.</param>
/// <param name="Origin">Where it came from.</param>
internal sealed record EffectiveSetting(string Name, string? Value, string Origin);

/// <summary>Source-generated JSON of the settings in force.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(EffectiveSetting[]))]
internal sealed partial class EffectiveSettingJson : JsonSerializerContext;
