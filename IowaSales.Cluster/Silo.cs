using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace IowaSales.Cluster;

/// <summary>A silo in this process. The list of members is kept by a database, or by the conductor's silo; then it ends with the training.</summary>
internal sealed class Silo : IAsyncDisposable
{
    /// <summary>Most shards at a time: each uses all cores.</summary>
    public const int Limit = 1;

    private static readonly TimeSpan MaxShardTime = TimeSpan.FromHours(2);
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(3);

    // Members of which the list has not heard for three times as long do not hinder others from joining
    private static readonly TimeSpan Alive = TimeSpan.FromSeconds(5);

    private readonly IHost _host;
    private readonly Fatality _fatality = new();

    private Silo(SiloShards shards, string cluster, IPEndPoint own, Action<ISiloBuilder> clustering)
    {
        Shards = shards;
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.UseOrleans(silo =>
        {
            clustering(silo);
            silo.ConfigureEndpoints(own.Address, own.Port, gatewayPort: 0)
                .Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (cluster, "iowasales"))
                .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = MaxShardTime)
                .Configure<ClusterMembershipOptions>(options =>
                    (options.ProbeTimeout, options.NumVotesForDeathDeclaration, options.IAmAliveTablePublishTimeout) = (Probe, 1, Alive));
        });
        builder.Services.AddSingleton(Shards);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton<IFatalErrorHandler>(_fatality);
        _host = builder.Build();
    }

    /// <summary>The work of this silo.</summary>
    public SiloShards Shards { get; }

    /// <summary>Cancelled when the silo has failed, or the others have lost contact with it.</summary>
    public CancellationToken Lost => _fatality.Token;

    /// <summary>A service of the silo.</summary>
    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts a silo of a cluster whose conductor keeps the list of members.</summary>
    /// <param name="shards">Its work.</param>
    /// <param name="cluster">Names the cluster.</param>
    /// <param name="own">Where others reach the silo.</param>
    /// <param name="conductor">Where the conductor's silo is.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    public static Task<Silo> StartAsync(SiloShards shards, Guid cluster, IPEndPoint own, IPEndPoint conductor, CancellationToken cancellationToken) =>
        StartAsync(new Silo(shards, cluster.ToString("N"), own, silo => silo.UseDevelopmentClustering(conductor)), cancellationToken);

    /// <summary>Starts a silo of a cluster whose members a database lists.</summary>
    /// <param name="shards">Its work.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="own">Where others reach the silo.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="IOException">The database cannot be used.</exception>
    public static async Task<Silo> StartAsync(SiloShards shards, StandingCluster cluster, IPEndPoint own, CancellationToken cancellationToken)
    {
        var members = await cluster.MembersAsync(cancellationToken);
        return await StartAsync(new Silo(shards, cluster.Id, own, silo => silo.Services.AddSingleton<IMembershipTable>(members)), cancellationToken);
    }

    private static async Task<Silo> StartAsync(Silo silo, CancellationToken cancellationToken)
    {
        try
        {
            await silo._host.StartAsync(cancellationToken);
            return silo;
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
    }

    /// <summary>A port that is free now.</summary>
    /// <param name="address">Address of the machine.</param>
    /// <exception cref="SocketException">The machine does not have the address.</exception>
    public static IPEndPoint FreePortOf(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Shards.Stop();
        using var patience = new CancellationTokenSource(Goodbye);
        try
        {
            await _host.StopAsync(patience.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException or OrleansException)
        {
            // The others are gone, and need no goodbye
        }

        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        Shards.Dispose();
        _fatality.Dispose();
    }

    /// <summary>Leaves Ctrl-C and the end of the process to the program.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    /// <summary>Ends the silo instead of the process: a worker joins again, and a conductor keeps what is done.</summary>
    private sealed class Fatality : IFatalErrorHandler, IDisposable
    {
        private readonly CancellationTokenSource _lost = new();

        public CancellationToken Token => _lost.Token;

        public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

        public void OnFatalException(object? sender, string? context, Exception? exception)
        {
            try
            {
                _lost.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The silo has ended already
            }
        }

        public void Dispose() => _lost.Dispose();
    }
}
