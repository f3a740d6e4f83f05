using System.Diagnostics;
using System.Net;
using IowaSales.Cluster;
using IowaSales.Forecasting.Data.Files;
using IowaSales.Forecasting.Sharding;
using IowaSales.Forecasting.Training;
using IowaSales.Tests.Forecasting.Sharding;
using IowaSales.Tests.Storage;
using IowaSales.Tests.Trainer;
using IowaSales.Trainer.CommandLine;
using Npgsql;
using Orleans;
using Orleans.Runtime;
using Xunit;

namespace IowaSales.Tests.Cluster;

/// <summary>A cluster whose members PostgreSQL lists outlives its trainings, and a silo that is killed is declared dead.</summary>
public sealed class StandingClusterTests(ShardedTrainerTests.Many many) : IClassFixture<ShardedTrainerTests.Many>, IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("standing-").FullName;
    private readonly string _database = $"cluster_{Guid.NewGuid():N}";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Connection => new NpgsqlConnectionStringBuilder(PreparedStores.Server) { Database = _database, Pooling = false }.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(PreparedStores.Server is null, "IOWASALES_TEST_POSTGRES names no PostgreSQL server.");
        await PreparedStores.ExecuteAsync($"CREATE DATABASE {_database}");
    }

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        if (PreparedStores.Server is not null)
        {
            await PreparedStores.ExecuteAsync($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        }
    }

    [Fact]
    public async Task A_training_survives_a_silo_that_is_killed_and_the_silo_is_declared_dead()
    {
        var storage = ShardedTrainerTests.Begun(Path.Combine(_folder, "model.training"), "trained");
        var sales = SpilledSales.Of(ShardedTrainerTests.Panel, storage, sales => sales, 3000);
        var plan = ShardPlan.Begin(sales, new TrainingOptions { Preset = TrainingPreset.Fast }, storage, TimeProvider.System);
        using var cluster = new StandingCluster(Connection, "model");
        using var leave = new CancellationTokenSource();
        var stays = TrainingMember.ServeAsync(
            cluster, name => new FolderStorage(Path.Combine(_folder, "model.training", name)), IPAddress.Loopback, _ => { }, TimeProvider.System, leave.Token);
        using var victim = StartWorker();
        var said = new List<string>();
        try
        {
            await using var conductor = await TrainingCluster.JoinAsync(
                cluster, Path.GetFileName(storage.Folder), _ => storage, IPAddress.Loopback, said.Add, TimeProvider.System, Cancelled);
            var runner = (OrleansRunner)conductor.Runner;
            await Task.WhenAny(runner.HasAsync(count: 3, Cancelled), victim.WaitForExitAsync(Cancelled));
            Assert.False(victim.HasExited, victim.HasExited ? await victim.StandardError.ReadToEndAsync(Cancelled) : "");
            var steps = 0;
            var trainer = new ShardedTrainer(plan, storage, new CountingRunner(runner, () =>
            {
                if (++steps == plan.Shards + 2)
                {
                    victim.Kill();
                }
            }), TimeProvider.System);
            Assert.True(await trainer.LookAsync(cancellationToken: Cancelled));
            var manifest = await trainer.TrainAsync(Path.Combine(_folder, "model"), cancellationToken: Cancelled);

            Assert.Equal(many.Manifest.ModelVersion, manifest.ModelVersion);
            Assert.Equal(ShardedTrainerTests.HashOf(many.Model, "forecasts.bin"), ShardedTrainerTests.HashOf(Path.Combine(_folder, "model"), "forecasts.bin"));
            Assert.Equal(2, said.Count(sentence => sentence.StartsWith("A worker has joined", StringComparison.Ordinal)));
            Assert.Contains(said, sentence => sentence.EndsWith("is done again elsewhere.", StringComparison.Ordinal));
            var members = await cluster.MembersAsync(Cancelled);
            while ((await members.ReadAll()).Members.All(member => member.Item1.Status != SiloStatus.Dead))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancelled);
            }
        }
        finally
        {
            victim.Kill();
            await leave.CancelAsync();
        }

        Assert.True(await stays > 0);
    }

    [Fact]
    public async Task Train_and_worker_share_nothing_but_a_database_and_a_bucket()
    {
        await using var server = await BucketServer.StartAsync();
        using var trainer = new TrainerRun();
        using var worker = new TrainerRun();
        foreach (var (name, value) in server.Environment.Append(new("Cluster__Membership", Connection)))
        {
            trainer.Environment[name] = worker.Environment[name] = value!;
        }

        await using (var csv = File.Create(trainer.PathOf("sales.csv")))
        {
            SalesCsvWriter.Write(ShardedTrainerTests.Panel, csv, Cancelled);
        }

        using var stop = new CancellationTokenSource();
        var work = worker.RunUntilAsync(stop.Token, "worker", "--cluster", "--shared", "s3://sales/large/shop");
        while (!worker.SoFar.Contains("This process is part of the cluster.", StringComparison.Ordinal))
        {
            Assert.False(work.IsCompleted, worker.Error);
            await Task.Delay(TimeSpan.FromMilliseconds(50), Cancelled);
        }

        await trainer.DoAsync("train", "--cluster", "--shared", "s3://sales/large/shop", "--data", "sales.csv", "--preset", "fast", "--model", "model");
        await stop.CancelAsync();

        Assert.Equal(ExitCode.Done, await work);
        Assert.Matches("This process did [0-9]+ shard steps? of [0-9]+\\.", trainer.Error);
        Assert.Matches("Did [0-9]+ shard steps?\\.", worker.Error);
        Assert.Equal(["model", "sales.csv"], trainer.Entries());
        Assert.Empty(worker.Entries());
        Assert.Empty(server.Objects);
        Assert.Equal(ShardedTrainerTests.HashOf(many.Model, "forecasts.bin"), ShardedTrainerTests.HashOf(trainer.PathOf("model"), "forecasts.bin"));
    }

    [Fact]
    public async Task The_list_changes_only_for_who_has_seen_its_latest_state()
    {
        await using var database = NpgsqlDataSource.Create(Connection);
        var (list, other) = (new PostgresMembers(database, "one"), new PostgresMembers(database, "two"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(index => (index % 2 == 0 ? list : other).InitializeMembershipTable(true)));
        var entry = new MembershipEntry
        {
            SiloAddress = SiloAddress.New(new IPEndPoint(IPAddress.Parse("10.0.0.7"), 4711), 12),
            SiloName = "worker",
            HostName = "machine",
            Status = SiloStatus.Joining,
            ProxyPort = 3,
            StartTime = new DateTime(2024, 2, 3, 4, 5, 6, DateTimeKind.Utc),
            IAmAliveTime = new DateTime(2024, 2, 3, 4, 5, 7, DateTimeKind.Utc),
        };
        var empty = await list.ReadAll();
        Assert.True(await list.InsertRow(entry, empty.Version.Next()));
        Assert.False(await list.InsertRow(entry, empty.Version.Next()));
        var joined = await list.ReadAll();
        Assert.False(await list.InsertRow(entry, joined.Version.Next()));
        Assert.Equal(joined.Version, (await list.ReadAll()).Version);

        entry.Status = SiloStatus.Active;
        entry.AddSuspector(SiloAddress.New(new IPEndPoint(IPAddress.IPv6Loopback, 9), 1), new DateTime(2024, 2, 3, 5, 0, 0, DateTimeKind.Utc));
        Assert.False(await list.UpdateRow(entry, "no etag", joined.Version.Next()));
        Assert.False(await list.UpdateRow(entry, joined.Members[0].Item2, empty.Version.Next()));
        Assert.True(await list.UpdateRow(entry, joined.Members[0].Item2, joined.Version.Next()));
        entry.IAmAliveTime = entry.IAmAliveTime.AddSeconds(30);
        await list.UpdateIAmAlive(entry);

        var now = await list.ReadRow(entry.SiloAddress);
        var (read, etag) = Assert.Single(now.Members);
        Assert.Equal((joined.Version.Version + 1, entry.ToFullString()), (now.Version.Version, read.ToFullString()));
        Assert.Equal((entry.IAmAliveTime, entry.StartTime, 3), (read.IAmAliveTime, read.StartTime, read.ProxyPort));
        Assert.Equal(entry.SuspectTimes, read.SuspectTimes);
        Assert.Empty((await list.ReadRow(SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1), 1))).Members);
        Assert.Empty((await other.ReadAll()).Members);

        await list.CleanupDefunctSiloEntries(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Single((await list.ReadAll()).Members);
        entry.Status = SiloStatus.Dead;
        Assert.True(await list.UpdateRow(entry, etag, now.Version.Next()));
        await list.CleanupDefunctSiloEntries(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.Empty((await list.ReadAll()).Members);
        await list.DeleteMembershipTableEntries("one");
        Assert.Equal(0, (await list.ReadAll()).Version.Version);
    }

    private Process StartWorker()
    {
        // Where the program is with all that it needs
        var program = Path.Combine(AppContext.BaseDirectory.Replace("IowaSales.Tests", "IowaSales.Trainer", StringComparison.Ordinal), "IowaSales.Trainer.dll");
        var start = new ProcessStartInfo("dotnet", [program, "worker", "--cluster", "--quiet", "--model", Path.Combine(_folder, "model")])
        {
            RedirectStandardError = true,
        };
        start.Environment["Cluster__Membership"] = Connection;
        return Process.Start(start)!;
    }
}
