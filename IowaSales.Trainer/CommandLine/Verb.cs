using System.CommandLine;

namespace IowaSales.Trainer.CommandLine;

/// <summary>One verb of the command line: its options and its one action.</summary>
internal abstract class Verb : Command
{
    /// <param name="name">What is typed.</param>
    /// <param name="description">What it does, one sentence.</param>
    /// <param name="examples">Arguments after the verb that make sense, each with a remark.</param>
    protected Verb(string name, string description, params (string Arguments, string Remark)[] examples)
        : base(name, description) => Examples = examples;

    /// <summary>Arguments that make sense, each with a remark.</summary>
    public IReadOnlyList<(string Arguments, string Remark)> Examples { get; }

    /// <summary>Environment variables that hold secrets of this verb; their values are never shown.</summary>
    public virtual IReadOnlyList<string> Secrets => [];

    /// <summary>Does the work.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancelled on Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public abstract Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken);
}
