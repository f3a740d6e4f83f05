using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Seeding;

/// <summary>
/// Puts the model that this program was shipped with (<c>Model:Path</c>) into a folder of a volume, where there is none yet:
/// <c>dotnet IowaSales.Api.dll --seed-model /models/current</c>. From then on that folder is served, and retrained. The image has no shell to copy with.
/// </summary>
internal static class ModelSeed
{
    private const string Argument = "--seed-model";
    private const int Done = 0;
    private const int Failed = 1;
    private const int BadUsage = 2;
    private const int BadInput = 3;

    /// <summary>Whether the process was started to put a model in place.</summary>
    /// <param name="args">The process's arguments.</param>
    public static bool IsAskedFor(IReadOnlyList<string> args) => args.Contains(Argument, StringComparer.Ordinal);

    /// <summary>Copies the model. Several processes may do so at once: one of them puts it in place, whole, and the others keep it.</summary>
    /// <param name="args">The process's arguments; the one after <c>--seed-model</c> is the folder.</param>
    /// <param name="source">Folder of the model that was shipped.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, string source)
    {
        if (args is not [Argument, { Length: > 0 } target])
        {
            return Complain(BadUsage, $"{Argument} takes one folder, and nothing else: {Argument} /models/current");
        }

        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (HoldsModel(target))
        {
            return Say($"Kept the model in {target}.");
        }

        if (Directory.Exists(target))
        {
            return Complain(BadUsage, $"{target} is there and holds no model; name a folder that is to be made, such as {target}/current.");
        }

        try
        {
            var version = ModelStore.ReadManifest(source).ModelVersion;
            var unfinished = $"{target}.{Guid.NewGuid():N}.tmp";
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            Copy(source, unfinished);
            return Place(unfinished, target) ? Say($"Put model {version} into {target}.") : Say($"Kept the model in {target}.");
        }
        catch (ModelArtifactException exception)
        {
            return Complain(BadInput, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Complain(Failed, $"The model cannot be put into {target}: {exception.Message}");
        }
    }

    private static bool HoldsModel(string folder) => ModelRegistry.IsAt(folder) || File.Exists(Path.Combine(folder, "manifest.json"));

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }

        foreach (var folder in Directory.EnumerateDirectories(from))
        {
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
        }
    }

    /// <summary>Moves a folder into its place.</summary>
    /// <returns>False when another process was faster.</returns>
    private static bool Place(string unfinished, string target)
    {
        try
        {
            Directory.Move(unfinished, target);
            return true;
        }
        catch (IOException) when (HoldsModel(target))
        {
            Directory.Delete(unfinished, recursive: true);
            return false;
        }
    }

    private static int Say(string sentence)
    {
        Console.Out.WriteLine(sentence);
        return Done;
    }

    private static int Complain(int exitCode, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
