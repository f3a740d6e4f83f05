using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>
/// Where workers find the cluster of a training: a file of the training's folder. It counts as long as the conductor holds a lock, so that a conductor that was
/// killed is known to be gone. Every start of a conductor is a cluster of its own: what an earlier one left cannot mix with it.
/// </summary>
/// <param name="Id">Names the cluster.</param>
/// <param name="Conductor">Address and port of the conductor's silo.</param>
public sealed record ClusterAddress(Guid Id, string Conductor)
{
    private const string Name = "cluster.json";

    /// <summary>Address and port of the conductor's silo.</summary>
    internal IPEndPoint EndPoint => IPEndPoint.Parse(Conductor);

    /// <summary>The cluster of a training; null where there is none, or its conductor is gone.</summary>
    /// <param name="storage">The folder of the training.</param>
    public static ClusterAddress? Find(FolderStorage storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        try
        {
            using var stream = storage.OpenRead(Name);
            return JsonSerializer.Deserialize(stream, ClusterJson.Default.ClusterAddress) is { } found && found.IsHeld(storage) ? found : null;
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Publishes the address.</summary>
    /// <param name="storage">The folder of the training.</param>
    /// <returns>Takes the address back.</returns>
    internal FileStream Publish(FolderStorage storage)
    {
        var held = new FileStream(LockIn(storage), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        storage.Write(Name, stream => JsonSerializer.Serialize(stream, this, ClusterJson.Default.ClusterAddress));
        return held;
    }

    private bool IsHeld(FolderStorage storage)
    {
        try
        {
            using var free = new FileStream(LockIn(storage), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string LockIn(FolderStorage storage) => Path.Combine(storage.Folder, $"cluster-{Id:N}.lock");
}

/// <summary>Source-generated JSON of an address.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ClusterAddress))]
internal sealed partial class ClusterJson : JsonSerializerContext;
