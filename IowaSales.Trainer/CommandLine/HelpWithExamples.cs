using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IowaSales.Trainer.CommandLine;

/// <summary>The usual help, and below it examples.</summary>
/// <param name="help">The usual help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private static readonly (string Arguments, string Remark)[] FirstSteps =
    [
        ("quality --data sales.csv", "what your sales look like as data"),
        ("train --data sales.csv --model model", "learn a model from them"),
        ("evaluate --data sales.csv --windows 8 --output report.html", "accuracy on the last 8 weeks"),
        ("predict --model model --output forecasts.csv", "the next days"),
        ("train --help", "what a verb takes, with examples"),
    ];

    /// <summary>Help is given however incomplete the rest of the command line is.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        var examples = parseResult.CommandResult.Command is Verb verb
            ? verb.Examples.Select(example => ($"{verb.Name} {example.Arguments}", example.Remark))
            : FirstSteps;
        foreach (var (line, remark) in examples)
        {
            output.WriteLine($"  # {remark}");
            output.WriteLine($"  {CommandName.Current} {line}");
        }

        return exitCode;
    }
}
