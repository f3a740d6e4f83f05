namespace IowaSales.Forecasting.Sharding;

/// <summary>Parts as files of a folder, on a disk or on a share that all workers mount.</summary>
/// <param name="folder">The folder; made with the first part.</param>
public sealed class FolderStorage(string folder) : IShardStorage
{
    private const int Buffer = 1 << 16;

    /// <summary>The folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    /// <inheritdoc/>
    public bool Exists(string name) => File.Exists(PathOf(name));

    /// <inheritdoc/>
    public void Write(string name, Action<Stream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(Folder);
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

    private string PathOf(string name) => Path.Combine(Folder, Path.GetFileName(name));
}
