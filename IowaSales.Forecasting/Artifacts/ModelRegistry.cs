using System.Text.Json;
using System.Text.Json.Nodes;
using IowaSales.Forecasting.Training;

namespace IowaSales.Forecasting.Artifacts;

/// <summary>
/// Versions of a model side by side in one folder: <c>versions/VERSION</c> holds each, <c>registry.json</c> says which is the champion. That file is
/// replaced as a whole, so that a process that dies midway leaves the old state or the new one. A folder with a plain model becomes a registry when
/// a second version comes; both are read alike.
/// </summary>
/// <param name="folder">The model folder.</param>
public sealed class ModelRegistry(string folder)
{
    private const string StateFile = "registry.json";
    private const string LockFile = "registry.lock";
    private const string VersionsFolder = "versions";
    private const string UnfinishedPrefix = ".new-";
    private const int KeptEvents = 200;
    private const int KeptVersions = 10;
    private const int MaxStateBytes = 4 << 20;
    private const int MaxVersionLength = 200;

    private readonly string _folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));

    private string VersionsPath => Path.Combine(_folder, VersionsFolder);

    private string StatePath => Path.Combine(_folder, StateFile);

    /// <summary>Whether a folder holds versions side by side.</summary>
    /// <param name="folder">The model folder.</param>
    public static bool IsAt(string folder) => File.Exists(Path.Combine(folder, StateFile));

    /// <summary>Where the files of the champion are: the folder itself, or that of a version.</summary>
    /// <param name="folder">The model folder.</param>
    /// <exception cref="ModelArtifactException">The registry cannot be read.</exception>
    public static string ChampionFolder(string folder) =>
        IsAt(folder) && new ModelRegistry(folder).Read() is { } state ? new ModelRegistry(folder).FolderOf(state.Champion) : folder;

    /// <summary>Where the files of a version are.</summary>
    /// <param name="version">The version.</param>
    public string FolderOf(string version) => Path.Combine(VersionsPath, Path.GetFileName(version));

    /// <summary>The state; null where there is a plain model or none.</summary>
    /// <exception cref="ModelArtifactException">It cannot be read.</exception>
    public RegistryState? Read()
    {
        try
        {
            using var stream = new FileStream(StatePath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return stream.Length <= MaxStateBytes && Parse(stream) is { } state && IsUsable(state)
                ? state with { Events = state.Events ?? [] }
                : throw Damaged(null);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException exception)
        {
            throw Damaged(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ModelArtifactException(
                $"The registry {StatePath} cannot be read ({exception.Message.TrimEnd('.')}); let this program read the folder and its files.", exception);
        }
    }

    /// <summary>Reads the state, also as older programs wrote it: they called the champion <c>current</c>.</summary>
    private static RegistryState? Parse(Stream stream)
    {
        var state = JsonNode.Parse(stream, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        if (state is not null && state.Remove("current", out var champion))
        {
            state.TryAdd("champion", champion);
        }

        return state.Deserialize(RegistryJson.Default.RegistryState);
    }

    /// <summary>Keeps everyone else from changing the registry until it is disposed.</summary>
    /// <exception cref="ModelArtifactException">Somebody else is changing it.</exception>
    public IDisposable Lock()
    {
        Directory.CreateDirectory(_folder);
        try
        {
            return new FileStream(Path.Combine(_folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new ModelArtifactException($"The models in {_folder} are being changed by another program; try again when it is done.", exception);
        }
    }

    /// <summary>Adds a version without promoting it.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Its manifest.</returns>
    public ModelManifest Add(ForecastModel model) => Add(temporary => ModelStore.WriteFiles(model, temporary));

    /// <summary>Adds a version without promoting it.</summary>
    /// <param name="writeFiles">Writes its files into a folder; gives the manifest as written.</param>
    internal ModelManifest Add(Func<string, ModelManifest> writeFiles)
    {
        Directory.CreateDirectory(VersionsPath);
        foreach (var unfinished in Directory.EnumerateDirectories(VersionsPath, $"{UnfinishedPrefix}*"))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var temporary = Path.Combine(VersionsPath, $"{UnfinishedPrefix}{Guid.NewGuid():N}");
        var manifest = ModelStore.SavePlain(writeFiles, temporary);
        MoveInto(temporary, FolderOf(manifest.ModelVersion));
        return manifest;
    }

    /// <summary>Promotes a version to champion.</summary>
    /// <param name="version">A version that is there.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public void Promote(string version, DateTimeOffset at, string reason) => Change(
        at, RegistryEvent.Promoted, version, reason, state => state with { Champion = version, Challenger = null });

    /// <summary>Records that the champion stays.</summary>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public void KeepChampion(DateTimeOffset at, string reason) =>
        Change(at, RegistryEvent.Kept, Read()?.Champion ?? ModelStore.ReadManifest(_folder).ModelVersion, reason, state => state);

    /// <summary>Starts the trial of a challenger, which then serves some of the items.</summary>
    /// <param name="version">A version that is there.</param>
    /// <param name="share">Share of items, above 0 and at most 0.5.</param>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public void StartTrial(string version, double share, DateTimeOffset at, string reason) => Change(
        at, RegistryEvent.TrialStarted, version, reason, state => state with { Challenger = new RegisteredChallenger(version, share, at) });

    /// <summary>Ends the trial of the challenger without promoting it.</summary>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, in one sentence.</param>
    public void EndTrial(DateTimeOffset at, string reason)
    {
        if (Read()?.Challenger is { } challenger)
        {
            Change(at, RegistryEvent.TrialEnded, challenger.Version, reason, state => state with { Challenger = null });
        }
    }

    /// <summary>Promotes the previous champion again.</summary>
    /// <param name="at">When.</param>
    /// <param name="reason">Why, in one sentence.</param>
    /// <returns>The version that is champion from now on.</returns>
    /// <exception cref="ModelArtifactException">There is none to go back to.</exception>
    public string RollBack(DateTimeOffset at, string reason)
    {
        var state = Read() ?? throw new ModelArtifactException($"There is only one model in {_folder}; there is nothing to go back to.");
        var previous = state.Events.LastOrDefault(happened => happened.Kind == RegistryEvent.Promoted && happened.Version == state.Champion)?.Previous;
        if (previous is null || !Directory.Exists(FolderOf(previous)))
        {
            throw new ModelArtifactException($"There was no champion before {state.Champion}; there is nothing to go back to.");
        }

        Change(at, RegistryEvent.RolledBack, previous, reason, was => was with { Champion = previous, Challenger = null });
        return previous;
    }

    private void Change(DateTimeOffset at, string kind, string version, string reason, Func<RegistryState, RegistryState> change)
    {
        var before = Read() ?? Adopt(at);
        if (!Directory.Exists(FolderOf(version)))
        {
            throw new ModelArtifactException($"There is no version {version} in {_folder}.");
        }

        var previous = before?.Champion;
        var after = change(before ?? new RegistryState { Champion = version });
        Write(after with { Events = [.. after.Events.TakeLast(KeptEvents - 1), new RegistryEvent(at, kind, version, previous, reason)] });
        ShowManifest(after.Champion);
        Prune();
    }

    /// <summary>Copies a plain model into a version of its own, so that there is something to go back to.</summary>
    private RegistryState? Adopt(DateTimeOffset at)
    {
        if (!ModelStore.IsPlainAt(_folder))
        {
            return null;
        }

        var manifest = ModelStore.ReadManifest(_folder);
        var temporary = Path.Combine(VersionsPath, $"{UnfinishedPrefix}{Guid.NewGuid():N}");
        Directory.CreateDirectory(temporary);
        var files = Directory.GetFiles(_folder).Where(ModelStore.IsModelFile).ToArray();
        foreach (var file in files)
        {
            File.Copy(file, Path.Combine(temporary, Path.GetFileName(file)));
        }

        DurableFolder.FlushAll(temporary);
        MoveInto(temporary, FolderOf(manifest.ModelVersion));
        var state = new RegistryState
        {
            Champion = manifest.ModelVersion,
            Events = [new RegistryEvent(at, RegistryEvent.Promoted, manifest.ModelVersion, null, "It was the only model.")],
        };
        Write(state);

        // Nobody reads these from here on; what is left of them by a kill does no harm.
        foreach (var file in files)
        {
            File.Delete(file);
        }

        return state;
    }

    private static void MoveInto(string temporary, string folder)
    {
        if (Directory.Exists(folder))
        {
            // The version is made of its content: what is there is the same.
            Directory.Delete(temporary, recursive: true);
            return;
        }

        Directory.Move(temporary, folder);
        DurableFolder.Flush(Path.GetDirectoryName(folder)!);
    }

    /// <summary>Whether a state names versions that can be folders here, and a share that is one.</summary>
    private static bool IsUsable(RegistryState state) =>
        IsVersion(state.Champion)
        && state.Challenger is null or { Share: >= 0 and <= 1 } && (state.Challenger is null || IsVersion(state.Challenger.Version))
        && (state.Events is null || state.Events.All(happened => happened is { Kind: not null, Version: not null, Reason: not null }));

    private static bool IsVersion(string? version) =>
        version is { Length: > 0 and <= MaxVersionLength } && version[0] != '.' && Path.GetFileName(version) == version && !version.Contains('\0', StringComparison.Ordinal);

    private ModelArtifactException Damaged(Exception? inner) => new(
        $"The registry {StatePath} is damaged; restore it, or delete it and train again: dotnet run --project IowaSales.Trainer -- train", inner);

    private void Write(RegistryState state) =>
        Replace(StatePath, JsonSerializer.SerializeToUtf8Bytes(state, RegistryJson.Default.RegistryState));

    /// <summary>The champion's manifest beside the registry, for people and scripts that look for it there.</summary>
    private void ShowManifest(string version)
    {
        var path = Path.Combine(FolderOf(version), ModelStore.ManifestFile);
        if (File.Exists(path))
        {
            Replace(Path.Combine(_folder, ModelStore.ManifestFile), File.ReadAllBytes(path));
        }
    }

    private static void Replace(string path, byte[] content)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        DurableFolder.WriteFile(temporary, content);
        File.Move(temporary, path, overwrite: true);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Deletes versions that nobody will go back to, and what killed writers left.</summary>
    private void Prune()
    {
        var state = Read()!;
        var kept = state.Events.Reverse().SelectMany(happened => (string?[])[happened.Version, happened.Previous]).OfType<string>()
            .Distinct().Take(KeptVersions).Append(state.Champion).Append(state.Challenger?.Version).ToHashSet();
        foreach (var version in Directory.EnumerateDirectories(VersionsPath).Where(path => !kept.Contains(Path.GetFileName(path))))
        {
            Directory.Delete(version, recursive: true);
        }

        foreach (var unfinished in Directory.EnumerateFiles(_folder, "*.tmp"))
        {
            File.Delete(unfinished);
        }
    }
}
