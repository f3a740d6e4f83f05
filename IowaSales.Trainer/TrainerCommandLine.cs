using System.CommandLine;
using System.CommandLine.Help;
using System.Diagnostics;
using IowaSales.Forecasting.Artifacts;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Trainer.CommandLine;
using IowaSales.Trainer.Settings;
using IowaSales.Trainer.Telemetry;
using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace IowaSales.Trainer;

/// <summary>The command line as a whole: parses, runs the verb, and turns what goes wrong into one sentence and an exit code.</summary>
internal sealed partial class TrainerCommandLine
{
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(20);

    private readonly Surroundings _surroundings;
    private readonly RootCommand _root;
    private readonly IReadOnlyList<Verb> _verbs;

    /// <param name="surroundings">What is around the run.</param>
    /// <param name="verbs">The verbs, in the order that help lists them.</param>
    public TrainerCommandLine(Surroundings surroundings, params Verb[] verbs)
    {
        _surroundings = surroundings;
        _root = new RootCommand("Trains, evaluates and inspects sales forecasting models.")
        {
            GlobalOptions.Json, GlobalOptions.Quiet, GlobalOptions.ShowConfig,
        };
        _verbs = verbs;
        foreach (var verb in verbs)
        {
            verb.SetAction((arguments, cancellationToken) => RunVerbAsync(verb, arguments, cancellationToken));
            _root.Add(verb);
        }

        var help = _root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    /// <summary>Runs.</summary>
    /// <param name="args">The words of the command line.</param>
    /// <param name="cancellationToken">Stops the run, as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args, CancellationToken cancellationToken = default)
    {
        try
        {
            var arguments = _root.Parse(args);
            if (arguments.CommandResult.Command is Verb verb && arguments.Action is not HelpWithExamples)
            {
                var layers = SettingsLayers.Of(verb, _verbs, arguments, _surroundings);
                arguments = _root.Parse([.. args, .. layers.Words]);
                if (arguments.GetValue(GlobalOptions.ShowConfig))
                {
                    EffectiveSettings.Write(RunOf(arguments), verb, layers);
                    return arguments.Errors.Count == 0 ? ExitCode.Done : Complain(layers.Explain(arguments.Errors[0]), ExitCode.BadUsage);
                }

                if (arguments.Errors.Count > 0)
                {
                    return Complain($"{layers.Explain(arguments.Errors[0])} Run with {verb.Name} --help to see what is possible.", ExitCode.BadUsage);
                }
            }
            else if (arguments.Errors.Count > 0)
            {
                var what = arguments.UnmatchedTokens.Count > 0
                    ? $"There is no verb '{arguments.UnmatchedTokens[0]}'; the verbs are {string.Join(", ", _verbs.Select(one => one.Name))}."
                    : arguments.Errors[0].Message;
                return Complain($"{what} Run with --help to see what is possible.", ExitCode.BadUsage);
            }

            return await arguments.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = _surroundings.Out,
                    Error = _surroundings.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = TimeToStop,
                },
                cancellationToken);
        }
        catch (VerbException exception)
        {
            return Complain(exception.Message, exception.ExitCode);
        }
    }

    private VerbRun RunOf(ParseResult arguments) =>
        new(arguments, _surroundings, arguments.GetValue(GlobalOptions.Json), arguments.GetValue(GlobalOptions.Quiet));

    private async Task<int> RunVerbAsync(Verb verb, ParseResult arguments, CancellationToken cancellationToken)
    {
        var run = RunOf(arguments);
        using var activity = TelemetryExport.Source.StartActivity($"trainer {verb.Name}");
        var exitCode = await RunVerbAsync(verb, run, cancellationToken);
        activity?.SetTag("process.exit.code", exitCode).SetStatus(exitCode == ExitCode.Done ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        return exitCode;
    }

    private async Task<int> RunVerbAsync(Verb verb, VerbRun run, CancellationToken cancellationToken)
    {
        try
        {
            return await verb.RunAsync(run, cancellationToken);
        }
        catch (VerbException exception)
        {
            return Complain(exception.Message, exception.ExitCode);
        }
        catch (SalesDataException exception)
        {
            Complain(exception.Message, ExitCode.BadInput);
            foreach (var problem in exception.Problems)
            {
                await _surroundings.Error.WriteLineAsync($"  {problem}");
            }

            return ExitCode.BadInput;
        }
        catch (ModelArtifactException exception)
        {
            return Complain(exception.Message, ExitCode.BadInput);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return Complain("Stopped before the end; nothing was written.", ExitCode.Failed);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Complain(exception.Message, ExitCode.Failed);
        }
    }

    private int Complain(string message, int exitCode)
    {
        var sentence = string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Failed(_surroundings.Log, sentence, exitCode);
        if (_surroundings.ErrorIsTerminal)
        {
            _surroundings.ErrorConsole().Write(new Text($"{sentence}\n", new Style(exitCode == ExitCode.Failed ? Color.Yellow : Color.Red)));
        }
        else
        {
            _surroundings.Error.WriteLine(sentence);
        }

        return exitCode;
    }

    [LoggerMessage(LogLevel.Error, "{Sentence} (exit code {ExitCode})")]
    private static partial void Failed(ILogger logger, string sentence, int exitCode);
}
