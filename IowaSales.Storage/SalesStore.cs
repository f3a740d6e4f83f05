using System.Data.Common;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace IowaSales.Storage;

/// <summary>
/// The sales store: an SQLite file, or a PostgreSQL database. Every change is one transaction; versions count them in the same
/// transaction, so that whoever has seen a version has all of it.
/// </summary>
public sealed class SalesStore
{
    private SalesStore(IStoreProvider provider) => Provider = provider;

    /// <summary>Name of the database system.</summary>
    public string ProviderName => Provider.Name;

    /// <summary>Where the store is, without secrets.</summary>
    public string Location => Provider.Location;

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

    /// <summary>Creates the store where there is none and brings its schema up to date.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(
            async () =>
            {
                await Provider.MigrateAsync(cancellationToken).ConfigureAwait(false);
                return true;
            });

    /// <summary>The version row, read anew.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<StoreState> ReadStateAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(context => context.StoreStates.AsNoTracking().SingleAsync(cancellationToken));

    /// <summary>Reads from the store.</summary>
    /// <typeparam name="T">Type of what is read.</typeparam>
    /// <param name="read">The query.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public Task<T> ReadAsync<T>(Func<SalesContext, Task<T>> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        return GuardAsync(async () =>
        {
            await using var context = Provider.CreateContext();
            return await read(context).ConfigureAwait(false);
        });
    }

    /// <summary>Changes the store in one transaction that holds the write lock; an exception leaves everything as it was.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="write">The change; what it saves is committed after it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreFullException">The disk is full.</exception>
    public Task<T> WriteAsync<T>(Func<SalesContext, Task<T>> write, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        return GuardAsync(async () =>
        {
            await using var context = Provider.CreateContext();
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

    internal async Task<T> WriteOnAsync<T>(SalesContext context, Func<SalesContext, Task<T>> write, CancellationToken cancellationToken)
    {
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
        catch (Exception exception) when (exception is not OperationCanceledException && Provider.Translate(exception) is { } translated)
        {
            throw translated;
        }
    }
}
