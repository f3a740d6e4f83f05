using IowaSales.Storage;
using IowaSales.Tests.Storage;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(PreparedStores))]

namespace IowaSales.Tests.Storage;

/// <summary>An empty store of each kind, migrated once: a test gets a copy, which takes a fraction of the time that the migrations take.</summary>
public sealed class PreparedStores : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prepared-").FullName;
    private readonly string _database = $"prepared_{Guid.NewGuid():N}";
    private readonly Lazy<Task<string>> _sqlite;
    private readonly Lazy<Task<string>> _postgres;

    public PreparedStores()
    {
        _sqlite = new(PrepareSqliteAsync);
        _postgres = new(PreparePostgresAsync);
    }

    /// <summary>The server that <c>IOWASALES_TEST_POSTGRES</c> names; null when it names none.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("IOWASALES_TEST_POSTGRES") is { } server && !string.IsNullOrWhiteSpace(server) ? server : null;

    /// <summary>Writes an empty SQLite store to a file.</summary>
    public async Task CopySqliteAsync(string path) => File.Copy(await _sqlite.Value, path);

    /// <summary>Makes a PostgreSQL database with an empty store.</summary>
    public async Task CreatePostgresAsync(string name) => await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {await _postgres.Value}");

    public async ValueTask DisposeAsync()
    {
        if (_postgres.IsValueCreated)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {_database} WITH (FORCE)");
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// Runs a statement about a whole database. The server's own cleaning (autovacuum) may be at work in it, which only a superuser may end:
    /// then it is tried again until that is done.
    /// </summary>
    internal static async Task ExecuteAsync(string sql)
    {
        const int Attempts = 60;
        await using var connection = new NpgsqlConnection(Server);
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

    private async Task<string> PrepareSqliteAsync()
    {
        var path = Path.Combine(_folder, "sales.db");
        await PrepareAsync(path);
        return path;
    }

    private async Task<string> PreparePostgresAsync()
    {
        await ExecuteAsync($"CREATE DATABASE {_database}");
        await PrepareAsync(new NpgsqlConnectionStringBuilder(Server) { Database = _database }.ConnectionString);
        return _database;
    }

    private static async Task PrepareAsync(string connection)
    {
        var store = SalesStore.At(connection);
        await store.PrepareAsync();
        store.ReleaseConnections();
    }
}
