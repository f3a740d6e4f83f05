using System.Data.Common;

namespace IowaSales.Storage.Providers;

/// <summary>What differs between the databases that can hold the sales.</summary>
internal interface IStoreProvider
{
    /// <summary>Name of the database system, for messages.</summary>
    string Name { get; }

    /// <summary>Where it is, without secrets, for messages.</summary>
    string Location { get; }

    /// <summary>Type of a date column in staging tables.</summary>
    string DateType { get; }

    /// <summary>Creates a context.</summary>
    SalesContext CreateContext();

    /// <summary>Checks the store and brings the schema up to date; safe to call from several processes, and again after a crash at any point.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task MigrateAsync(CancellationToken cancellationToken);

    /// <summary>Takes the store's one write lock for the transaction just begun.</summary>
    /// <param name="context">The context whose transaction it is.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task LockForWriteAsync(SalesContext context, CancellationToken cancellationToken);

    /// <summary>Starts a fast insert of many rows.</summary>
    /// <param name="connection">An open connection of this provider.</param>
    /// <param name="table">Name of the table.</param>
    /// <param name="columns">Names of the columns, in the order in which they will be written.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<IBulkWriter> BeginInsertAsync(
        DbConnection connection, string table, IReadOnlyList<string> columns, CancellationToken cancellationToken);

    /// <summary>Translates a provider's failure into a <see cref="StoreUnavailableException"/> or <see cref="StoreFullException"/>.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The translation; null when it is neither.</returns>
    Exception? Translate(Exception exception);

    /// <summary>Says that the store is damaged, and how to restore it.</summary>
    /// <param name="what">What was found.</param>
    string DamageSentence(string what);
}

/// <summary>A fast insert in progress: rows are written column by column.</summary>
internal interface IBulkWriter : IAsyncDisposable
{
    /// <summary>Starts the next row.</summary>
    void StartRow();

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(int value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(long value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value; null for none.</param>
    void Write(double? value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(bool value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(DateOnly value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(string value);

    /// <summary>Writes the next column of the row.</summary>
    /// <param name="value">Its value.</param>
    void Write(byte[] value);

    /// <summary>Ends the insert; without it nothing more is written.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task CompleteAsync(CancellationToken cancellationToken);
}
