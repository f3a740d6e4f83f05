using IowaSales.Storage;
using Npgsql;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>A new, empty store that is gone after the test: an SQLite file or a PostgreSQL database.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private readonly Func<Task> _takeAway;
    private readonly Func<Task> _remove;

    private TestStore(string connection, Func<Task> takeAway, Func<Task> remove)
    {
        Connection = connection;
        Store = SalesStore.At(connection);
        _takeAway = takeAway;
        _remove = remove;
    }

    public string Connection { get; }

    public SalesStore Store { get; }

    public static async Task<TestStore> SqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        var place = Directory.CreateDirectory(Path.Combine(folder, "here")).FullName;
        var test = new TestStore(
            Path.Combine(place, "sales.db"),
            () =>
            {
                Directory.Move(place, Path.Combine(folder, "away"));
                return Task.CompletedTask;
            },
            () =>
            {
                Directory.Delete(folder, recursive: true);
                return Task.CompletedTask;
            });
        await test.Store.PrepareAsync(TestContext.Current.CancellationToken);
        return test;
    }

    public static async Task<TestStore> PostgresAsync()
    {
        var server = Environment.GetEnvironmentVariable("IOWASALES_TEST_POSTGRES");
        if (string.IsNullOrWhiteSpace(server))
        {
            Assert.Skip("IOWASALES_TEST_POSTGRES names no PostgreSQL server.");
        }

        var name = $"test_{Guid.NewGuid():N}";
        await ExecuteAsync(server, $"CREATE DATABASE {name}");
        var connection = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
        var drop = () => ExecuteAsync(server, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        var test = new TestStore(connection, drop, drop);
        await test.Store.PrepareAsync(TestContext.Current.CancellationToken);
        return test;
    }

    /// <summary>Makes the store unreachable for whoever uses it.</summary>
    public Task TakeAwayAsync()
    {
        Store.ReleaseConnections();
        return _takeAway();
    }

    public async ValueTask DisposeAsync()
    {
        Store.ReleaseConnections();
        await _remove();
    }

    /// <summary>
    /// Runs a statement about a whole database. The server's own cleaning (autovacuum) may be at work in it, which only a superuser may end:
    /// then it is tried again until that is done.
    /// </summary>
    private static async Task ExecuteAsync(string server, string sql)
    {
        const int Attempts = 60;
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync();
                return;
            }
            catch (PostgresException exception)
                when (attempt < Attempts && exception.SqlState is (PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ObjectInUse))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500));
            }
        }
    }
}
