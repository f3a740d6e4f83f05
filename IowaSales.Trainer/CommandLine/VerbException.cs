namespace IowaSales.Trainer.CommandLine;

/// <summary>A verb cannot go on: one sentence for a person, and the exit code.</summary>
internal sealed class VerbException : Exception
{
    /// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="inner">The failure behind it, if any.</param>
    public VerbException(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>One of <see cref="CommandLine.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>The command line asks for something that makes no sense.</summary>
    public static VerbException Usage(string message) => new(CommandLine.ExitCode.BadUsage, message);

    /// <summary>The input cannot be used.</summary>
    public static VerbException Input(string message, Exception? inner = null) => new(CommandLine.ExitCode.BadInput, message, inner);

    /// <summary>The work failed.</summary>
    public static VerbException Failure(string message, Exception? inner = null) => new(CommandLine.ExitCode.Failed, message, inner);
}
