using IowaSales.Trainer;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Tests.Trainer;

/// <summary>One run of a verb, with what it wrote.</summary>
internal sealed record VerbOutcome(int ExitCode, string Out, string Error)
{
    public static async Task<VerbOutcome> OfAsync(
        Verb verb, string folder, IReadOnlyDictionary<string, string>? environment = null, TimeProvider? time = null, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var surroundings = new Surroundings(
            output, error, false, false, name => environment?.GetValueOrDefault(name), folder, time ?? TimeProvider.System);
        var code = await new TrainerCommandLine(surroundings, verb).RunAsync([verb.Name, .. arguments], Xunit.TestContext.Current.CancellationToken);
        return new VerbOutcome(code, output.ToString(), error.ToString());
    }
}
