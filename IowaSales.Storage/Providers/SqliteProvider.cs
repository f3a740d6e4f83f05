using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Providers;

/// <summary>The store in an SQLite file: write-ahead log, so that reads go on during writes; every commit reaches the disk.</summary>
internal sealed class SqliteProvider : IStoreProvider
{
    private readonly DbContextOptions<SqliteSalesContext> _options;

    public SqliteProvider(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString);
        Location = Path.GetFullPath(connection.DataSource);
        connection.DataSource = Location;
        connection.DefaultTimeout = 60;
        _options = new DbContextOptionsBuilder<SqliteSalesContext>()
            .UseSqlite(connection.ConnectionString)
            .AddInterceptors(new SqlitePragmas())
            .Options;
    }

    public string Name => "SQLite";

    public string Location { get; }

    public string DateType => "text";

    public SalesContext CreateContext() => new SqliteSalesContext(_options);

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        CreateFolder();
        await using var only = await LockFileAsync($"{Location}.migration", cancellationToken).ConfigureAwait(false);
        await using var context = CreateContext();
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(context, "PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);

        // EF Core marks a running migration by a row that outlives a killed process and would hold up every later start. The file
        // lock above is the operating system's and ends with its process, so a row found while holding it belongs to nobody.
        await ExecuteAsync(
            context,
            """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); DELETE FROM "__EFMigrationsLock" """,
            cancellationToken).ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
    }

    // Entity Framework begins SQLite transactions as IMMEDIATE, which is the write lock.
    public Task LockForWriteAsync(SalesContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IBulkWriter> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
        Task.FromResult<IBulkWriter>(new SqliteBulkWriter((SqliteConnection)connection, table, columns));

    public Exception? Translate(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } full =>
            new StoreFullException($"The disk of the sales store {Location} is full; free some space and send the batch again.", full),
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteIoError or SqliteCannotOpen } busy =>
            new StoreUnavailableException($"The sales store {Location} cannot be written now ({busy.Message}); forecasts are still served, try again in a moment.", busy),
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase } damaged =>
            new StoreUnavailableException($"The sales store {Location} is damaged ({damaged.Message}); restore it from a backup.", damaged),
        { InnerException: { } inner } => Translate(inner),
        _ => null,
    };

    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    private static async Task ExecuteAsync(SalesContext context, string sql, CancellationToken cancellationToken)
    {
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private void CreateFolder()
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"The folder of the sales store {Location} cannot be made ({exception.Message}).", exception);
        }
    }

    private static async Task<FileStream> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < 300)
            {
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
