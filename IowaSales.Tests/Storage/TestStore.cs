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
        await (await PreparedAsync()).CopySqliteAsync(test.Connection);
        return test;
    }

    public static async Task<TestStore> PostgresAsync()
    {
        Assert.SkipWhen(PreparedStores.Server is null, "IOWASALES_TEST_POSTGRES names no PostgreSQL server.");
        var name = $"test_{Guid.NewGuid():N}";
        await (await PreparedAsync()).CreatePostgresAsync(name);
        var connection = new NpgsqlConnectionStringBuilder(PreparedStores.Server) { Database = name }.ConnectionString;
        var drop = () => PreparedStores.ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        return new TestStore(connection, drop, drop);
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

    private static async Task<PreparedStores> PreparedAsync() =>
        await TestContext.Current.GetFixture<PreparedStores>() ?? throw new InvalidOperationException("The prepared stores are no fixture of this assembly.");
}
