using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace IowaSales.Trainer.CommandLine;

/// <summary>One run of a verb: its arguments and how it speaks.</summary>
/// <param name="arguments">The parsed command line, settings included.</param>
/// <param name="surroundings">What is around it.</param>
/// <param name="json">Whether results are JSON for machines.</param>
/// <param name="quiet">Whether only results and errors are written.</param>
internal sealed partial class VerbRun(ParseResult arguments, Surroundings surroundings, bool json, bool quiet)
{
    /// <summary>The parsed command line, settings included.</summary>
    public ParseResult Arguments { get; } = arguments;

    /// <summary>What is around it.</summary>
    public Surroundings Surroundings { get; } = surroundings;

    /// <summary>Whether results are JSON for machines.</summary>
    public bool Json { get; } = json;

    /// <summary>Whether only results and errors are written.</summary>
    public bool Quiet { get; } = quiet;

    /// <summary>Console for results.</summary>
    public IAnsiConsole Out { get; } = surroundings.OutConsole();

    /// <summary>Console for messages.</summary>
    public IAnsiConsole Error { get; } = surroundings.ErrorConsole();

    /// <summary>Clock.</summary>
    public TimeProvider Time => Surroundings.Time;

    /// <summary>Value of an option.</summary>
    public T Get<T>(Option<T> option) => Arguments.GetValue(option)!;

    /// <summary>Value of a path option, absolute.</summary>
    public string PathOf(Option<string> option) => Surroundings.PathOf(Get(option));

    /// <summary>A path as messages show it: relative to the folder of the run where that is shorter.</summary>
    public string Shown(string path)
    {
        var relative = Path.GetRelativePath(Surroundings.Folder, path);
        return relative.Length < path.Length && !relative.StartsWith("..", StringComparison.Ordinal) ? relative : path;
    }

    /// <summary>Says something about the work, to people only.</summary>
    public void Say(string message)
    {
        Said(Surroundings.Log, message);
        if (!Quiet)
        {
            Surroundings.Error.WriteLine(message);
        }
    }

    /// <summary>Writes a result for machines.</summary>
    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Surroundings.Out.WriteLine(JsonSerializer.Serialize(value, type));

    [LoggerMessage(LogLevel.Information, "{Message}")]
    private static partial void Said(ILogger logger, string message);
}
