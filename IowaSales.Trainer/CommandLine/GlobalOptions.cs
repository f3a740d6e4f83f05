using System.CommandLine;

namespace IowaSales.Trainer.CommandLine;

/// <summary>Options of every verb.</summary>
internal static class GlobalOptions
{
    /// <summary>Results as JSON.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write the result as JSON to standard output, for machines.",
        Recursive = true,
    };

    /// <summary>No progress and no remarks.</summary>
    public static Option<bool> Quiet { get; } = new("--quiet", "-q")
    {
        Description = "Write results and errors only: no progress, no remarks.",
        Recursive = true,
    };

    /// <summary>The settings in force instead of the work.</summary>
    public static Option<bool> ShowConfig { get; } = new("--show-config")
    {
        Description = "Print the settings in force and where each came from (option, environment, trainer.json, default), and do nothing.",
        Recursive = true,
    };
}
