using IowaSales.Contracts;

namespace IowaSales.Web.Api;

/// <summary>The sales store's imports. They change with every import, so that nothing is kept here.</summary>
/// <param name="client">The API.</param>
internal sealed class ImportStore(ISalesClient client)
{
    /// <summary>The batches, newest first.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<StoreAnswer<SalesBatches>> GetBatchesAsync(CancellationToken cancellationToken) =>
        StoreAnswer<SalesBatches>.AskAsync(() => client.GetBatchesAsync(cancellationToken: cancellationToken));

    /// <summary>Imports a batch, or says what it would change.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="acceptUnusual">True to import a batch that looks wrong.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SalesReceipt> ImportAsync(OutgoingBatch batch, string key, bool preview, bool acceptUnusual, CancellationToken cancellationToken) =>
        client.ImportSalesAsync(batch, key, preview, acceptUnusual, cancellationToken);

    /// <summary>What undoing a batch, or applying it again once it is undone, would change.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SalesBatchEffect> GetBatchAsync(long id, CancellationToken cancellationToken) => client.GetBatchAsync(id, cancellationToken);

    /// <summary>Undoes an import.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="confirmSeed">True to undo even the sales that the store was started with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SalesBatch> UndoAsync(long id, string key, bool confirmSeed, CancellationToken cancellationToken) =>
        client.UndoBatchAsync(id, key, confirmSeed, cancellationToken);

    /// <summary>Applies an undone import again.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SalesBatch> ApplyAsync(long id, string key, CancellationToken cancellationToken) => client.ApplyBatchAsync(id, key, cancellationToken);
}
