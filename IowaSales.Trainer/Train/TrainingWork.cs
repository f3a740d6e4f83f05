using System.Security.Cryptography;
using System.Text;
using IowaSales.Cluster;
using IowaSales.Forecasting.Sharding;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Train;

/// <summary>
/// The working folder of a sharded training, beside its model: <c>MODEL.training/KEY</c>. The key says what is trained, from which files and by which program,
/// so that the same command goes on with what a killed one left, and another begins anew. The folder is there once it is needed. With a bucket the parts are
/// there, under the same key, and the folder says only that this machine trains.
/// </summary>
internal sealed class TrainingWork : IDisposable
{
    private const string Ended = ".ended";

    private readonly string _parent;
    private readonly string _folder;
    private readonly ShardBucket? _bucket;
    private FileStream? _lock;
    private FolderStorage? _local;

    /// <summary>Names the folder.</summary>
    /// <param name="model">Folder of the model.</param>
    /// <param name="identity">All that the result depends on, in words.</param>
    /// <param name="bucket">Where the parts lie; null for the folder.</param>
    public TrainingWork(string model, string identity, ShardBucket? bucket)
    {
        _bucket = bucket;
        _parent = ParentOf(model);
        _folder = Path.Combine(_parent, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{ShardPlan.ThisProgram}\n{identity}")))[..16]);
    }

    /// <summary>The folder of all trainings of a model.</summary>
    /// <param name="model">Folder of the model.</param>
    public static string ParentOf(string model) => $"{Path.TrimEndingDirectorySeparator(model)}.training";

    /// <summary>Names the training.</summary>
    public string Name => Path.GetFileName(_folder);

    /// <summary>Whether there are parts, of a training that was stopped or is running.</summary>
    public bool IsBegun => _bucket is not null || Directory.Exists(_folder);

    /// <summary>Where the parts are; no other process has the folder then.</summary>
    /// <exception cref="VerbException">The same training is running.</exception>
    public IShardStorage Storage
    {
        get
        {
            var local = Local;
            return _bucket?.StorageOf(Name) ?? local;
        }
    }

    /// <summary>The folder; no other process has it then. What other trainings of the same model left is removed.</summary>
    /// <exception cref="VerbException">The same training is running.</exception>
    public FolderStorage Local
    {
        get
        {
            if (_lock is null)
            {
                Directory.CreateDirectory(_parent);
                _lock = Lock(_folder)
                    ?? throw VerbException.Failure($"The same training is running already, with its parts in {_folder}; wait for it, or train into another folder with --model.");
                foreach (var other in Directory.EnumerateDirectories(_parent).Where(other => other != _folder))
                {
                    RemoveUnlessRunning(other);
                }
            }

            if (_local is null)
            {
                _local = new FolderStorage(_folder);
                _local.Begin();
            }

            return _local;
        }
    }

    /// <summary>Opens the parts of a training of the same model.</summary>
    /// <param name="name">Names it.</param>
    public IShardStorage Open(string name) => Open(_parent, _bucket, name);

    /// <summary>Opens the parts of a training.</summary>
    /// <param name="parent">The folder of all trainings of a model.</param>
    /// <param name="bucket">Where the parts lie; null for the folder.</param>
    /// <param name="name">Names the training.</param>
    public static IShardStorage Open(string parent, ShardBucket? bucket, string name) =>
        bucket?.StorageOf(name) ?? new FolderStorage(Path.Combine(parent, Path.GetFileName(name)));

    /// <summary>Removes the parts, if this process has any: the model is complete, or is trained in memory.</summary>
    public void Remove()
    {
        if (_lock is null)
        {
            return;
        }

        _bucket?.Remove(Name);
        if (Directory.Exists(_folder))
        {
            Remove(_folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_lock is null)
        {
            return;
        }

        if (!Directory.Exists(_folder))
        {
            Unlock(_lock);
        }

        _lock.Dispose();
        try
        {
            Directory.Delete(_parent);
        }
        catch (IOException)
        {
            // There are parts of trainings that have not ended
        }
    }

    /// <summary>The folders of trainings of a model that were begun, without those that are being removed.</summary>
    /// <param name="model">Folder of the model.</param>
    public static IReadOnlyList<string> BegunOf(string model)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(ParentOf(model)).Where(folder => !Path.GetFileName(folder).EndsWith(Ended, StringComparison.Ordinal))];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Removes a folder. It is named otherwise first: workers that look for it find nothing, and leave nothing in it.</summary>
    private static void Remove(string folder)
    {
        try
        {
            var ended = folder.EndsWith(Ended, StringComparison.Ordinal) ? folder : $"{folder}-{Guid.NewGuid():N}{Ended}";
            if (ended != folder)
            {
                Directory.Move(folder, ended);
            }

            Directory.Delete(ended, recursive: true);
        }
        catch (IOException)
        {
            // A file is still open somewhere, which no model depends on: the next training removes what is left
        }
    }

    private static void RemoveUnlessRunning(string folder)
    {
        using var only = Lock(folder);
        if (only is not null)
        {
            Remove(folder);
            Unlock(only);
        }
    }

    private static FileStream? Lock(string folder)
    {
        try
        {
            return new FileStream($"{folder}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static void Unlock(FileStream only)
    {
        try
        {
            File.Delete(only.Name);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Some systems keep the name as long as the file is open; an unlocked file does no harm
        }
    }
}
