using System.CommandLine;

namespace IowaSales.Trainer.Data;

/// <summary>The option that names the model folder.</summary>
internal static class ModelOption
{
    /// <summary>The option, <c>model</c> by default.</summary>
    public static Option<string> Create(string description) => new("--model", "-m")
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => "model",
    };

    /// <summary>What a folder is called.</summary>
    /// <param name="folder">The folder.</param>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
}
