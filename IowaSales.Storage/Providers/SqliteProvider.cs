using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace IowaSales.Storage.Providers;

/// <summary>The store in an SQLite file: write-ahead log, so that reads go on during writes; every commit reaches the disk.</summary>
internal sealed class SqliteProvider : IStoreProvider
{
    private const int BusySeconds = 30;
    private const int LockAttempts = 300;

    private readonly DbContextOptions<SqliteSalesContext> _options;

    public SqliteProvider(string connectionString)
    {
        var connection = new SqliteConnectionStringBuilder(connectionString);
        Location = Path.GetFullPath(connection.DataSource);
        connection.DataSource = Location;
        connection.DefaultTimeout = BusySeconds;
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
        ThrowIf(SqliteCheck.Pages((SqliteConnection)context.Database.GetDbConnection()));
        await ExecuteAsync(context, "PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);

        // EF Core marks a running migration by a row that outlives a killed process and would hold up every later start. The file
        // lock above is the operating system's and ends with its process, so a row found while holding it belongs to nobody.
        await ExecuteAsync(
            context,
            """CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); DELETE FROM "__EFMigrationsLock" """,
            cancellationToken).ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        ThrowIf(SqliteCheck.Values(context));
    }

    // Entity Framework begins SQLite transactions as IMMEDIATE, which is the write lock.
    public Task LockForWriteAsync(SalesContext context, CancellationToken cancellationToken) => ExecuteAsync(context, SqlitePragmas.ForWriting, cancellationToken);

    public Task<IBulkWriter> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken cancellationToken) =>
        Task.FromResult<IBulkWriter>(new SqliteBulkWriter((SqliteConnection)connection, table, columns));

    public Exception? Translate(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: SqliteFull } full =>
            new StoreFullException($"The disk of the sales store {Location} is full; free some space and send the batch again.", full),
        SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked or SqliteReadOnly or SqliteIoError or SqliteCannotOpen } busy =>
            new StoreUnavailableException($"The sales store {Location} cannot be written now ({busy.Message}); forecasts are still served, try again in a moment.", busy),

        // A plain error is a statement that does not fit the schema, which the service does not make.
        SqliteException { SqliteErrorCode: SqliteCorrupt or SqliteNotADatabase or SqliteError } damaged =>
            new StoreDamagedException(DamageSentence(damaged.Message), damaged),
        TimeoutException late =>
            new StoreUnavailableException($"The sales store {Location} does not answer; forecasts are still served, try again in a moment.", late),
        UnauthorizedAccessException refused =>
            new StoreUnavailableException($"The sales store {Location} cannot be written: {refused.Message} Give this service's user write access to its folder.", refused),
        { InnerException: { } inner } => Translate(inner),
        _ => null,
    };

    public string DamageSentence(string what) =>
        $"The sales store {Location} is damaged ({what}). Forecasts are still served, but nothing is imported until it is restored: stop the service, put a backup in the place of {Path.GetFileName(Location)}, delete {Path.GetFileName(Location)}-wal and -shm, and start it again.";

    private const int SqliteError = 1;
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteReadOnly = 8;
    private const int SqliteIoError = 10;
    private const int SqliteCorrupt = 11;
    private const int SqliteFull = 13;
    private const int SqliteCannotOpen = 14;
    private const int SqliteNotADatabase = 26;

    private void ThrowIf(string? damage)
    {
        if (damage is not null)
        {
            throw new StoreDamagedException(DamageSentence(damage));
        }
    }

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

    /// <summary>Whether another process holds the file: EWOULDBLOCK on Unix (35 on macOS), a sharing violation on Windows.</summary>
    private static bool IsHeld(IOException exception) => (exception.HResult & 0xFFFF) is 11 or 32 or 35;

    private async Task<FileStream> LockFileAsync(string path, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsHeld(exception) && attempt < LockAttempts)
            {
                await Task.Delay(100, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException exception)
            {
                throw new StoreUnavailableException(
                    IsHeld(exception)
                        ? $"Another process is preparing the sales store {Location}; try again in a moment."
                        : $"The folder of the sales store {Location} cannot be written ({exception.Message}).",
                    exception);
            }
        }
    }
}
