namespace IowaSales.Trainer.CommandLine;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>The work is done.</summary>
    public const int Done = 0;

    /// <summary>The work failed, or was cancelled.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the settings make no sense.</summary>
    public const int BadUsage = 2;

    /// <summary>The input cannot be used.</summary>
    public const int BadInput = 3;
}
