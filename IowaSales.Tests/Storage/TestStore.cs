using IowaSales.Storage;
using Npgsql;
using Xunit;

namespace IowaSales.Tests.Storage;

/// <summary>A new, empty store that is gone after the test: an SQLite file or a PostgreSQL database.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private Func<Task>? _remove;

    private TestStore(string connection, Func<Task> remove)
    {
        Connection = connection;
        Store = SalesStore.At(connection);
        _remove = remove;
    }

    public string Connection { get; }

    public SalesStore Store { get; }

    public static async Task<TestStore> SqliteAsync()
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        var test = new TestStore(Path.Combine(folder, "sales.db"), () =>
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
        var test = new TestStore(connection, () => ExecuteAsync(server, $"DROP DATABASE {name} WITH (FORCE)"));
        await test.Store.PrepareAsync(TestContext.Current.CancellationToken);
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        Store.ReleaseConnections();
        if (Interlocked.Exchange(ref _remove, null) is { } remove)
        {
            await remove();
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
