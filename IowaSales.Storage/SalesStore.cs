using System.Data.Common;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IowaSales.Storage;

/// <summary>
/// The sales store: an SQLite file, or a PostgreSQL database. Every change is one transaction; versions count them in the same
/// transaction, so that a reader that has seen a version has all of it. Every wait has an end, and a store found damaged takes no more writes.
/// </summary>
public sealed class SalesStore
{
    /// <summary>Longest wait of a request that reads.</summary>
    public static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait of a read in the background, as of all sales.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(3);

    /// <summary>Longest wait of one statement that writes a little.</summary>
    private static readonly TimeSpan StatementLimit = TimeSpan.FromSeconds(60);

    /// <summary>Rows that the slowest store in mind writes in a second.</summary>
    private const int MinRowsPerSecond = 5000;

    private volatile StoreDamagedException? _damage;

    private SalesStore(IStoreProvider provider) => Provider = provider;

    /// <summary>Name of the database system.</summary>
    public string ProviderName => Provider.Name;

    /// <summary>Where the store is, without secrets.</summary>
    public string Location => Provider.Location;

    /// <summary>What is damaged, and how to restore it; null while nothing was found.</summary>
    public string? Damage => _damage?.Message;

    internal IStoreProvider Provider { get; }

    /// <summary>Describes a store without touching it.</summary>
    /// <param name="connection">
    /// A PostgreSQL connection string (<c>Host=…;Database=…</c>), an SQLite one (<c>Data Source=…</c>) or the path of an SQLite file.
    /// </param>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    public static SalesStore At(string connection)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connection);
        if (!connection.Contains('=', StringComparison.Ordinal))
        {
            return new SalesStore(new SqliteProvider($"Data Source={connection}"));
        }

        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return parts.ContainsKey("Host") || parts.ContainsKey("Server")
                ? new SalesStore(new PostgresProvider(connection))
                : new SalesStore(new SqliteProvider(connection));
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException(
                "The sales store's connection is neither a path, nor 'Data Source=…' (SQLite), nor 'Host=…;Database=…' (PostgreSQL).",
                nameof(connection),
                exception);
        }
    }

    /// <summary>Creates the store where there is none, checks it, and brings its schema up to date.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or is damaged.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(
            async () =>
            {
                await Provider.MigrateAsync(cancellationToken).ConfigureAwait(false);
                return true;
            });

    /// <summary>The version row, read again.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<StoreState> ReadStateAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(context => context.StoreStates.AsNoTracking().SingleAsync(cancellationToken), RequestLimit);

    /// <summary>Reads from the store.</summary>
    /// <typeparam name="T">Type of what is read.</typeparam>
    /// <param name="read">The query.</param>
    /// <param name="limit">Longest wait; three minutes if left out, and <see cref="RequestLimit"/> where somebody waits for the answer.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, does not answer in time, or is damaged.</exception>
    public Task<T> ReadAsync<T>(Func<SalesContext, Task<T>> read, TimeSpan? limit = null)
    {
        ArgumentNullException.ThrowIfNull(read);
        return GuardAsync(async () =>
        {
            try
            {
                // On a thread of its own: SQLite waits where it is called, and a database that has stopped answers no cancellation either.
                return await Task.Run(() => ReadOnceAsync(read)).WaitAsync(limit ?? ReadLimit).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                throw DamagedBy(exception);
            }
        });
    }

    /// <summary>Changes the store in one transaction that holds the write lock; an exception leaves everything as it was.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="write">The change; what it saves is committed after it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or is damaged.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<T> WriteAsync<T>(Func<SalesContext, Task<T>> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return GuardAsync(async () =>
        {
            await using var context = Provider.CreateContext();
            context.Database.SetCommandTimeout(StatementLimit);
            return await WriteOnAsync(context, write, cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Lets go of pooled connections, so that the store's files can be moved or deleted.</summary>
    public void ReleaseConnections()
    {
        using var context = Provider.CreateContext();
        switch (context.Database.GetDbConnection())
        {
            case NpgsqlConnection postgres:
                NpgsqlConnection.ClearPool(postgres);
                break;
            case Microsoft.Data.Sqlite.SqliteConnection sqlite:
                Microsoft.Data.Sqlite.SqliteConnection.ClearPool(sqlite);
                break;
        }
    }

    /// <summary>Longest wait of one statement that writes a batch.</summary>
    /// <param name="rows">Rows of the batch.</param>
    internal static TimeSpan WriteLimit(int rows) => StatementLimit + TimeSpan.FromSeconds(rows / MinRowsPerSecond);

    internal async Task<T> WriteOnAsync<T>(SalesContext context, Func<SalesContext, Task<T>> write, CancellationToken cancellationToken)
    {
        if (_damage is { } damage)
        {
            throw new StoreDamagedException(damage.Message, damage);
        }

        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await Provider.LockForWriteAsync(context, cancellationToken).ConfigureAwait(false);
        var result = await write(context).ConfigureAwait(false);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    internal async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (StoreDamagedException damage)
        {
            _damage ??= damage;
            throw;
        }
        catch (Exception exception) when (exception is not OperationCanceledException && Provider.Translate(exception) is { } translated)
        {
            if (translated is StoreDamagedException damage)
            {
                _damage ??= damage;
            }

            throw translated;
        }
    }

    /// <summary>Says that what was read cannot be: the store is damaged from here on.</summary>
    /// <param name="exception">What was found.</param>
    internal StoreDamagedException DamagedBy(Exception exception) => new(Provider.DamageSentence(exception.Message), exception);

    private async Task<T> ReadOnceAsync<T>(Func<SalesContext, Task<T>> read)
    {
        await using var context = Provider.CreateContext();
        return await read(context).ConfigureAwait(false);
    }

    /// <summary>Whether a value read from the store does not fit its column: a page that was overwritten.</summary>
    private static bool IsUnreadable(Exception exception) =>
        exception is FormatException or InvalidCastException or OverflowException
        || (exception is InvalidOperationException { InnerException: { } inner } && IsUnreadable(inner));
}
