using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace IowaSales.Trainer.CommandLine;

/// <summary>The usual help, and below it examples of the verb.</summary>
/// <param name="help">The usual help.</param>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    /// <summary>Help is given however incomplete the rest of the command line is.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb verb)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var (arguments, remark) in verb.Examples)
            {
                output.WriteLine($"  # {remark}");
                output.WriteLine($"  dotnet run --project IowaSales.Trainer -- {verb.Name} {arguments}");
            }
        }

        return exitCode;
    }
}
