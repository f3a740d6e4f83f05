using System.Text.Json;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Settings;

/// <summary>
/// Settings of a folder, <c>trainer.json</c>: names of options without their dashes, for every verb that has such an option, and in an
/// object named like a verb for that verb alone. Case, dashes and underscores do not matter.
/// </summary>
internal sealed class SettingsFile
{
    /// <summary>Name of the file.</summary>
    public const string Name = "trainer.json";

    private const int MaxBytes = 1 << 20;

    private readonly Dictionary<(string Verb, string Option), IReadOnlyList<string>> _values = [];

    private SettingsFile()
    {
    }

    /// <summary>Reads the file of a folder; there may be none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="verbs">All verbs and the names of their options, to tell a setting from a mistake.</param>
    /// <exception cref="VerbException">The file is not JSON, or holds something that is no setting.</exception>
    public static SettingsFile Read(string folder, IReadOnlyDictionary<string, IReadOnlySet<string>> verbs)
    {
        var file = new SettingsFile();
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
        {
            return file;
        }

        if (new FileInfo(path).Length > MaxBytes)
        {
            throw VerbException.Usage($"{Name} is larger than {MaxBytes >> 20} MB; it holds settings only.");
        }

        try
        {
            using var document = JsonDocument.Parse(
                File.ReadAllBytes(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            file.Add(document.RootElement, verbs);
        }
        catch (JsonException exception)
        {
            throw VerbException.Usage($"{Name} is not JSON: {exception.Message}");
        }

        return file;
    }

    /// <summary>A name as it is compared: without case, dashes and underscores.</summary>
    public static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>Values of an option for a verb: those of the verb's own object, else those for every verb.</summary>
    /// <param name="verb">Name of the verb.</param>
    /// <param name="option">Plain name of the option.</param>
    /// <returns>The values, and the setting's name in messages; null when the file says nothing.</returns>
    public (IReadOnlyList<string> Values, string Origin)? Find(string verb, string option) =>
        _values.TryGetValue((verb, option), out var own) ? (own, $"{Name}, {verb}")
        : _values.TryGetValue(("", option), out var general) ? (general, Name)
        : null;

    private void Add(JsonElement root, IReadOnlyDictionary<string, IReadOnlySet<string>> verbs)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw VerbException.Usage($"{Name} must be an object of settings, like {{ \"data\": \"sales.csv\", \"train\": {{ \"preset\": \"best\" }} }}.");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (property.Value.ValueKind == JsonValueKind.Object)
            {
                if (!verbs.TryGetValue(property.Name, out var options))
                {
                    throw VerbException.Usage($"{Name}: there is no verb '{property.Name}'; the verbs are {string.Join(", ", verbs.Keys)}.");
                }

                foreach (var setting in property.Value.EnumerateObject())
                {
                    AddSetting(property.Name, setting, options);
                }
            }
            else
            {
                AddSetting("", property, verbs.Values.SelectMany(options => options).ToHashSet());
            }
        }
    }

    private void AddSetting(string verb, JsonProperty setting, IReadOnlySet<string> options)
    {
        var name = Plain(setting.Name);
        if (options.FirstOrDefault(option => Plain(option) == name) is null)
        {
            var whose = verb.Length == 0 ? "no verb has" : $"{verb} has";
            throw VerbException.Usage(
                $"{Name}: {whose} {(verb.Length == 0 ? "a" : "no")} setting '{setting.Name}'; there are {string.Join(", ", options.Order(StringComparer.Ordinal))}.");
        }

        if (setting.Value.ValueKind != JsonValueKind.Null)
        {
            _values[(verb, name)] = ValuesOf(setting);
        }
    }

    private static string[] ValuesOf(JsonProperty setting) => setting.Value.ValueKind == JsonValueKind.Array
        ? [.. setting.Value.EnumerateArray().Select(value => TextOf(setting.Name, value))]
        : [TextOf(setting.Name, setting.Value)];

    private static string TextOf(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw VerbException.Usage($"{Name}: setting '{name}' must be text, a number, true, false, or a list of those."),
    };
}
