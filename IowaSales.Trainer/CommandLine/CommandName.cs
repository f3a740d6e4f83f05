namespace IowaSales.Trainer.CommandLine;

/// <summary>How a person calls this program, for the examples it prints.</summary>
internal static class CommandName
{
    /// <summary>The command that the tool's package installs, as the project file names it.</summary>
    private const string Tool = "iowasales";

    /// <summary>The installed command where it was called by that name; else what runs the project.</summary>
    public static string Current { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == Tool ? Tool : "dotnet run --project IowaSales.Trainer --";
}
