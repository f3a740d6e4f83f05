using System.Net;
using System.Net.Sockets;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>The cluster of one training, as its conductor has it: a silo in this process, which works too, and whoever joins.</summary>
public sealed class TrainingCluster : IAsyncDisposable
{
    private readonly Silo _silo;
    private readonly FileStream _published;

    private TrainingCluster(Silo silo, FileStream published, OrleansRunner runner) => (_silo, _published, Runner) = (silo, published, runner);

    /// <summary>Has the steps done by the cluster.</summary>
    public IShardRunner Runner { get; }

    /// <summary>Shards that this process has done, over all steps.</summary>
    public int Done => _silo.Shards.Done;

    /// <summary>Starts the cluster of a training whose plan is made.</summary>
    /// <param name="storage">The folder of the training.</param>
    /// <param name="address">Where workers reach this process.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static async Task<TrainingCluster> StartAsync(
        FolderStorage storage, IPAddress address, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(time);
        var own = Silo.FreePortOf(address);
        var cluster = new ClusterAddress(Guid.NewGuid(), own.ToString());
        var silo = await Silo.StartAsync(storage, cluster.Id, own, own, time, cancellationToken);
        return new TrainingCluster(
            silo,
            cluster.Publish(storage),
            new OrleansRunner(silo.Get<IGrainFactory>(), silo.Get<ISiloStatusOracle>(), NameOf(storage), Silo.Limit, time, silo.Lost));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _published.DisposeAsync();
        await _silo.DisposeAsync();
    }

    /// <summary>What names a training in all silos: the last part of its folder, whose place may differ from machine to machine.</summary>
    internal static string NameOf(FolderStorage storage) => Path.GetFileName(storage.Folder);
}
