using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace IowaSales.Trainer.CommandLine;

/// <summary>What a run finds around itself, so that tests can put something else there.</summary>
/// <param name="Out">Where results go.</param>
/// <param name="Error">Where messages and progress go.</param>
/// <param name="OutIsTerminal">Whether a person watches <paramref name="Out"/>.</param>
/// <param name="ErrorIsTerminal">Whether a person watches <paramref name="Error"/>.</param>
/// <param name="Environment">Environment variables by name.</param>
/// <param name="Folder">Folder that relative paths and <c>trainer.json</c> start from.</param>
/// <param name="Time">Clock and delays.</param>
internal sealed record Surroundings(
    TextWriter Out,
    TextWriter Error,
    bool OutIsTerminal,
    bool ErrorIsTerminal,
    Func<string, string?> Environment,
    string Folder,
    TimeProvider Time)
{
    private readonly TextWriter _out = Out;
    private readonly TextWriter _error = Error;

    /// <summary>Where results go; only text gets through.</summary>
    public TextWriter Out { get; } = TerminalText.Over(Out);

    /// <summary>Where messages and progress go; only text gets through.</summary>
    public TextWriter Error { get; } = TerminalText.Over(Error);

    /// <summary>Where what is said to people is recorded too, without progress bars; nowhere unless telemetry is collected.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>The real ones.</summary>
    public static Surroundings OfProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected,
        System.Environment.GetEnvironmentVariable,
        Directory.GetCurrentDirectory(),
        TimeProvider.System);

    /// <summary>A console on <see cref="Out"/>: colours and terminal width only when a person watches.</summary>
    public IAnsiConsole OutConsole() => ConsoleOn(_out, OutIsTerminal);

    /// <summary>A console on <see cref="Error"/>.</summary>
    public IAnsiConsole ErrorConsole() => ConsoleOn(_error, ErrorIsTerminal);

    /// <summary>A path as the user means it.</summary>
    public string PathOf(string path) => Path.GetFullPath(path, Folder);

    private IAnsiConsole ConsoleOn(TextWriter writer, bool terminal)
    {
        const int WidthOfFiles = 160;
        var coloured = terminal && string.IsNullOrEmpty(Environment("NO_COLOR"));
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = coloured ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = coloured ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = terminal ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!terminal)
        {
            console.Profile.Width = WidthOfFiles;
        }

        console.Pipeline.Attach(new TerminalText.Hook());
        return console;
    }
}
