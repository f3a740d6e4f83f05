using System.Net;
using System.Net.Sockets;
using IowaSales.Forecasting.Sharding;

namespace IowaSales.Cluster;

/// <summary>A silo that joins the cluster of a training and does shards, until the training has ended or this silo is to.</summary>
public static class TrainingMember
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Joins and helps.</summary>
    /// <param name="storage">The folder of the training.</param>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="address">Where the others reach this process.</param>
    /// <param name="told">Told in words what was done.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the help; what is being done is given up.</param>
    /// <returns>Shards that were done here, over all steps.</returns>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static async Task<int> HelpAsync(
        FolderStorage storage, ClusterAddress cluster, IPAddress address, Action<string> told, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(cluster);
        var own = Silo.FreePortOf(address);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = WatchAsync(storage, cluster, end, time);
        Silo? silo = null;
        try
        {
            silo = await Silo.StartAsync(new SiloShards(OpenOnly(storage), Silo.Limit, told, time), cluster.Id, own, cluster.EndPoint, end.Token);
            using var lost = silo.Lost.Register(end.Cancel);
            await Task.Delay(Timeout.InfiniteTimeSpan, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (Exception) when (end.IsCancellationRequested || ClusterAddress.Find(storage) != cluster)
        {
            // The training ended before this silo was part of it
        }
        finally
        {
            await end.CancelAsync();
            await watch;
            if (silo is not null)
            {
                await silo.DisposeAsync();
            }
        }

        return silo?.Shards.Done ?? 0;
    }

    /// <summary>Serves the trainings of a cluster that outlives them, until this silo is to end. One that the others have given up joins again.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="open">Opens the storage of a training by its name.</param>
    /// <param name="address">Where the others reach this process.</param>
    /// <param name="told">Told in words what was done.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the service; what is being done is given up.</param>
    /// <returns>Shards that were done here, over all steps.</returns>
    /// <exception cref="IOException">The database cannot be used.</exception>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static async Task<int> ServeAsync(
        StandingCluster cluster,
        Func<string, IShardStorage> open,
        IPAddress address,
        Action<string> told,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(told);
        var done = 0;
        while (!cancellationToken.IsCancellationRequested)
        {
            await using var silo = await Silo.StartAsync(
                new SiloShards(open, Silo.Limit, told, time), cluster, Silo.FreePortOf(address), cancellationToken);
            told("This process is part of the cluster.");
            using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silo.Lost);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            done += silo.Shards.Done;
            if (!cancellationToken.IsCancellationRequested)
            {
                told("The others have lost contact with this process; it joins again.");
            }
        }

        return done;
    }

    private static Func<string, IShardStorage> OpenOnly(FolderStorage storage) => training => training == TrainingCluster.NameOf(storage)
        ? storage
        : throw new IOException($"This worker has the folder {storage.Folder}, not that of the training {training}.");

    /// <summary>Ends the help when the conductor is gone.</summary>
    private static async Task WatchAsync(FolderStorage storage, ClusterAddress cluster, CancellationTokenSource end, TimeProvider time)
    {
        while (!end.IsCancellationRequested && ClusterAddress.Find(storage) == cluster)
        {
            await Task.Delay(Pause, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await end.CancelAsync();
    }
}
