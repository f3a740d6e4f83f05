using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using IowaSales.Api.Serving.Store;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>The API over a store that is damaged, cannot be written, or stops answering: forecasts go on, and every question about it has an end.</summary>
public sealed class StoreTroubleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_is_sent_to_a_service_that_has_not_read_its_store_yet_unless_the_store_stays_silent()
    {
        await using var store = await TestStore.SqliteAsync();
        var time = new FakeTimeProvider();
        var health = new StoreHealth(store.Store, time);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync(health));

        // A first look that finds no model to forecast with reads nothing.
        health.Asks();
        health.Answers(trouble: null);
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync(health));

        health.Asks();
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(HealthStatus.Unhealthy, await StatusAsync(health));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HealthStatus.Degraded, await StatusAsync(health));

        health.Answers("The sales store cannot be reached.");
        Assert.Equal(HealthStatus.Degraded, await StatusAsync(health));
        health.Followed();
        health.Answers(trouble: null);
        Assert.Equal(HealthStatus.Healthy, await StatusAsync(health));
    }

    [Fact]
    public async Task A_damaged_store_refuses_imports_and_says_how_to_restore_it()
    {
        var store = await TestStore.SqliteAsync();
        store.Store.ReleaseConnections();
        await using (var file = File.OpenWrite(store.Connection))
        {
            file.Position = 4096;
            await file.WriteAsync(new byte[4096], Cancellation);
        }

        await using var host = await StoreHost.StartAsync(store);
        using var posted = await host.PostAsync(StoreHost.DayOf(StoreHost.NextDay, 180));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, posted.StatusCode);
        Assert.Contains("put a backup in the place of sales.db", await posted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Contains("is damaged", await DegradedAsync(host), StringComparison.Ordinal);
        Assert.NotEmpty((await new ForecastClient(host.Client).GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation)).Predictions);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_503_and_not_500()
    {
        var store = await TestStore.SqliteAsync();
        File.Delete($"{store.Connection}.migration");
        Directory.CreateDirectory($"{store.Connection}.migration");
        await using var host = await StoreHost.StartAsync(store);

        using var posted = await host.PostAsync(StoreHost.DayOf(StoreHost.NextDay, 180));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, posted.StatusCode);
        Assert.Contains("write access to its folder", await posted.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_stops_answering_bounds_every_wait()
    {
        await using var store = await TestStore.PostgresAsync();
        var address = new NpgsqlConnectionStringBuilder(store.Connection);
        await using var line = new StoppableLine(address.Host!, address.Port);
        (address.Host, address.Port) = (IPAddress.Loopback.ToString(), line.Port);
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Sales:Store"] = address.ConnectionString,
            ["Sales:PollInterval"] = "00:00:00.2",
        });
        await StoreHost.UntilAsync(() => new SalesClient(host.Client).GetBatchesAsync(cancellationToken: Cancellation), batches => batches.Total == 1);

        line.Stop();
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Client.GetAsync("sales/batches", Cancellation)));

        Assert.All(answers, answer => Assert.True(
            answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout, $"{(int)answer.StatusCode} after {Stopwatch.GetElapsedTime(started)}"));
        Assert.NotEmpty((await new ForecastClient(host.Client).GetForecastAsync("BLACK VELVET", cancellationToken: Cancellation)).Predictions);
        var health = await StoreHost.UntilAsync(
            () => new ForecastClient(host.Client).GetHealthAsync(Cancellation), health => health.Status == "degraded");
        Assert.Equal("degraded", health.Status);
        line.Go();
        await StoreHost.UntilAsync(() => new SalesClient(host.Client).GetBatchesAsync(cancellationToken: Cancellation), batches => batches.Total == 1);
    }

    private static async Task<HealthStatus> StatusAsync(StoreHealth health) => (await health.CheckHealthAsync(new HealthCheckContext(), Cancellation)).Status;

    private static async Task<string> DegradedAsync(StoreHost host)
    {
        var health = await StoreHost.UntilAsync(() => new ForecastClient(host.Client).GetHealthAsync(Cancellation), health => health.Status == "degraded");
        Assert.Equal("degraded", health.Status);
        return await host.Client.GetStringAsync("health", Cancellation);
    }

    /// <summary>A line to a server that can be made to carry nothing, in either direction, without breaking: as a server that is frozen.</summary>
    private sealed class StoppableLine : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _ends = new();
        private readonly Task _accepting;
        private volatile TaskCompletionSource _open = Done();

        public StoppableLine(string host, int port)
        {
            _listener.Start();
            _accepting = AcceptAsync(host, port);
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void Stop() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Go() => _open.TrySetResult();

        public async ValueTask DisposeAsync()
        {
            await _ends.CancelAsync();
            _listener.Stop();
            await _accepting;
            _ends.Dispose();
        }

        private static TaskCompletionSource Done()
        {
            var done = new TaskCompletionSource();
            done.SetResult();
            return done;
        }

        private async Task AcceptAsync(string host, int port)
        {
            try
            {
                while (true)
                {
                    var client = await _listener.AcceptTcpClientAsync(_ends.Token);
                    _ = CarryAsync(client, host, port);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The test is over.
            }
        }

        private async Task CarryAsync(TcpClient client, string host, int port)
        {
            using var near = client;
            using var far = new TcpClient();
            try
            {
                await far.ConnectAsync(host, port, _ends.Token);
                await Task.WhenAny(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // One end hung up.
            }
        }

        private async Task CopyAsync(NetworkStream from, NetworkStream to)
        {
            var buffer = new byte[1 << 16];
            while (await from.ReadAsync(buffer, _ends.Token) is > 0 and var length)
            {
                await _open.Task.WaitAsync(_ends.Token);
                await to.WriteAsync(buffer.AsMemory(0, length), _ends.Token);
            }
        }
    }
}
