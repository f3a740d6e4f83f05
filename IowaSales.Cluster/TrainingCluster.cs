using System.Net;
using System.Net.Sockets;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>The cluster of a training, as its conductor has it: a silo in this process, which works too, and all others.</summary>
public sealed class TrainingCluster : IAsyncDisposable
{
    private readonly Silo _silo;
    private readonly FileStream? _published;

    private TrainingCluster(Silo silo, string training, FileStream? published, Action<string> told, TimeProvider time)
    {
        (_silo, _published) = (silo, published);
        Runner = new OrleansRunner(silo.Get<IGrainFactory>(), silo.Get<ISiloStatusOracle>(), training, Silo.Limit, told, time, silo.Lost);
    }

    /// <summary>Has the steps done by the cluster.</summary>
    public IShardRunner Runner { get; }

    /// <summary>Shards that this process has done, over all steps.</summary>
    public int Done => _silo.Shards.Done;

    /// <summary>Starts a cluster for one training whose plan is made; workers find it by the training's folder.</summary>
    /// <param name="storage">The folder of the training.</param>
    /// <param name="address">Where workers reach this process.</param>
    /// <param name="told">Told in words of silos that come and go.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static async Task<TrainingCluster> StartAsync(
        FolderStorage storage, IPAddress address, Action<string> told, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        var own = Silo.FreePortOf(address);
        var cluster = new ClusterAddress(Guid.NewGuid(), own.ToString());
        var silo = await Silo.StartAsync(new SiloShards(_ => storage, Silo.Limit, _ => { }, time), cluster.Id, own, own, cancellationToken);
        return new TrainingCluster(silo, NameOf(storage), cluster.Publish(storage), told, time);
    }

    /// <summary>Joins a cluster that is there already, or will be, for one training whose plan is made.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="training">Names the training to all silos.</param>
    /// <param name="open">Opens the storage of a training by its name; other trainings of the same cluster may ask for theirs.</param>
    /// <param name="address">Where workers reach this process.</param>
    /// <param name="told">Told in words of silos that come and go.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The database cannot be used.</exception>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static async Task<TrainingCluster> JoinAsync(
        StandingCluster cluster,
        string training,
        Func<string, IShardStorage> open,
        IPAddress address,
        Action<string> told,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        var silo = await Silo.StartAsync(new SiloShards(open, Silo.Limit, _ => { }, time), cluster, Silo.FreePortOf(address), cancellationToken);
        return new TrainingCluster(silo, training, published: null, told, time);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_published is not null)
        {
            await _published.DisposeAsync();
        }

        await _silo.DisposeAsync();
    }

    /// <summary>What names a training in all silos: the last part of its folder, whose place may differ from machine to machine.</summary>
    internal static string NameOf(FolderStorage storage) => Path.GetFileName(storage.Folder);
}
