namespace IowaSales.Forecasting.Sharding;

/// <summary>Parts as files of a folder, on a disk or on a share that all workers mount.</summary>
/// <param name="folder">The folder.</param>
public sealed class FolderStorage(string folder) : IShardStorage
{
    private const int Buffer = 1 << 16;

    private const string Failures = ".failed";

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <summary>Whether the folder is there.</summary>
    internal bool IsThere => Directory.Exists(Folder);

    /// <inheritdoc/>
    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <inheritdoc/>
    public void Write(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        var temporary = PathOf($"{name}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, Buffer))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, PathOf(name), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public FileStream OpenRead(string name) =>
        new(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, Buffer, FileOptions.SequentialScan);

    /// <summary>Takes a part to be made: no other process can, until this is disposed or the process ends, however it does.</summary>
    /// <param name="name">Name of the part.</param>
    /// <returns>Gives the part free again; null where another process has it.</returns>
    internal IDisposable? Claim(string name)
    {
        try
        {
            return new FileStream(PathOf($"{name}.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception is not DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Why a part could not be made, a line for each time.</summary>
    /// <param name="name">Name of the part.</param>
    internal IReadOnlyList<string> FailuresOf(string name) => File.Exists(PathOf(name + Failures)) ? File.ReadAllLines(PathOf(name + Failures)) : [];

    /// <summary>Notes that a part could not be made.</summary>
    /// <param name="name">Name of the part, which is taken.</param>
    /// <param name="reason">Why.</param>
    internal void AddFailure(string name, string reason) => File.AppendAllText(PathOf(name + Failures), $"{reason.ReplaceLineEndings(" ")}\n");

    /// <summary>Makes the folder, and forgets what failed in it: a person tries again.</summary>
    public void Begin()
    {
        Directory.CreateDirectory(Folder);
        foreach (var path in Directory.EnumerateFiles(Folder, $"*{Failures}"))
        {
            File.Delete(path);
        }
    }

    private string PathOf(string name) => Path.Combine(Folder, Path.GetFileName(name));
}
