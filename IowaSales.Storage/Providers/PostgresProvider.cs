using System.Data.Common;
using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace IowaSales.Storage.Providers;

/// <summary>The store in a PostgreSQL database: rows come in by COPY, writers take turns by an advisory lock.</summary>
internal sealed class PostgresProvider : IStoreProvider
{
    private const long WriteLock = 0x494F5741_53414C45;
    private const int ConnectSeconds = 8;
    private const int CommandSeconds = 60;
    private const int MigrationSeconds = 1800;
    private const int CopySeconds = 60;

    /// <summary>Longest wait for the writer ahead; shorter than <see cref="CommandSeconds"/>, so that the server says so.</summary>
    private const string LockTimeout = "45s";

    private readonly DbContextOptions<PostgresSalesContext> _options;

    public PostgresProvider(string connectionString)
    {
        var connection = new NpgsqlConnectionStringBuilder(connectionString);
        Location = $"{connection.Host}:{connection.Port}/{connection.Database}";
        if (!connection.ContainsKey("Application Name"))
        {
            connection.ApplicationName = "IowaSales";
        }

        if (!connection.ContainsKey("Timeout"))
        {
            connection.Timeout = ConnectSeconds;
        }

        _options = new DbContextOptionsBuilder<PostgresSalesContext>()
            .UseNpgsql(connection.ConnectionString, npgsql => npgsql.CommandTimeout(CommandSeconds))
            .Options;
    }

    public string Name => "PostgreSQL";

    public string Location { get; }

    public string DateType => "date";

    public SalesContext CreateContext() => new PostgresSalesContext(_options);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = CreateContext();

        // A server that does not answer is found out by a small question, before one that may take long.
        await context.Database.ExecuteSqlRawAsync("SELECT 1", cancellationToken).ConfigureAwait(false);
        context.Database.SetCommandTimeout(MigrationSeconds);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task LockForWriteAsync(SalesContext context, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlRawAsync($"SET LOCAL lock_timeout = '{LockTimeout}'", cancellationToken).ConfigureAwait(false);
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({WriteLock})", cancellationToken).ConfigureAwait(false);
    }

    public async Task<IBulkWriter> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken cancellationToken)
    {
        var command = $"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)";
        var importer = await ((NpgsqlConnection)connection).BeginBinaryImportAsync(command, cancellationToken).ConfigureAwait(false);
        importer.Timeout = TimeSpan.FromSeconds(CopySeconds);
        return new CopyWriter(importer);
    }

    public Exception? Translate(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.InsufficientResources } full =>
            new StoreFullException($"PostgreSQL at {Location} has no room left; free some disk space there and send the batch again.", full),
        PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted } damaged =>
            new StoreDamagedException(DamageSentence(damaged.MessageText), damaged),
        PostgresException server when IsPassing(server.SqlState) => Unavailable(server),
        PostgresException => null,
        NpgsqlException or SocketException or TimeoutException => Unavailable(exception),
        { InnerException: { } inner } => Translate(inner),
        _ => null,
    };

    public string DamageSentence(string what) =>
        $"The sales store (PostgreSQL at {Location}) is damaged ({what}). Forecasts are still served, but nothing is imported until it is restored: stop the service, restore a backup with pg_restore, and start it again.";

    // Classes 08 (connection), 53 (resources), 57 (operator intervention), 28 (authorisation) and 3D (no such database) say nothing about the request.
    private static bool IsPassing(string state) =>
        state[..2] is "08" or "53" or "57" or "28" or "3D" || state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable;

    private StoreUnavailableException Unavailable(Exception exception) => new(
        $"The sales store (PostgreSQL at {Location}) cannot be reached; forecasts are still served, try again in a moment.", exception);

    private sealed class CopyWriter(NpgsqlBinaryImporter importer) : IBulkWriter
    {
        public void StartRow() => importer.StartRow();

        public void Write(int value) => importer.Write(value, NpgsqlDbType.Integer);

        public void Write(long value) => importer.Write(value, NpgsqlDbType.Bigint);

        public void Write(double? value)
        {
            if (value is { } number)
            {
                importer.Write(number, NpgsqlDbType.Double);
            }
            else
            {
                importer.WriteNull();
            }
        }

        public void Write(bool value) => importer.Write(value, NpgsqlDbType.Boolean);

        public void Write(DateOnly value) => importer.Write(value, NpgsqlDbType.Date);

        public void Write(string value) => importer.Write(value, NpgsqlDbType.Text);

        public void Write(byte[] value) => importer.Write(value, NpgsqlDbType.Bytea);

        public async Task CompleteAsync(CancellationToken cancellationToken) =>
            await importer.CompleteAsync(cancellationToken).ConfigureAwait(false);

        public ValueTask DisposeAsync() => importer.DisposeAsync();
    }
}
