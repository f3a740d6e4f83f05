using IowaSales.Contracts;
using IowaSales.Web.SignIn;

namespace IowaSales.Web.Api;

/// <summary>The sales store's imports. They change with every import, so that nothing is kept here.</summary>
/// <param name="client">The API.</param>
/// <param name="person">Who imports.</param>
internal sealed class ImportStore(ISalesClient client, Person person)
{
    /// <summary>The batches, newest first.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<StoreAnswer<SalesBatches>> GetBatchesAsync(CancellationToken cancellationToken) =>
        StoreAnswer<SalesBatches>.AskAsync(() => client.GetBatchesAsync(cancellationToken: cancellationToken));

    /// <summary>Imports a batch, or says what it would change.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="acceptUnusual">True to import a batch that looks wrong.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SalesReceipt> ImportAsync(OutgoingBatch batch, bool preview, bool acceptUnusual, CancellationToken cancellationToken) =>
        await client.ImportSalesAsync(batch, await person.CredentialAsync().ConfigureAwait(false), preview, acceptUnusual, cancellationToken).ConfigureAwait(false);

    /// <summary>The batches of drivers and attributes, newest first.</summary>
    /// <param name="cancellationToken">Cancels the question.</param>
    public Task<StoreAnswer<DriverBatches>> GetAttributeBatchesAsync(CancellationToken cancellationToken) =>
        StoreAnswer<DriverBatches>.AskAsync(() => client.GetDriverBatchesAsync(cancellationToken: cancellationToken));

    /// <summary>Imports product attributes, or says what they would change.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DriversReceipt> ImportAttributesAsync(OutgoingBatch batch, bool preview, CancellationToken cancellationToken) =>
        await client.ImportAttributesAsync(batch, await person.CredentialAsync().ConfigureAwait(false), preview, cancellationToken).ConfigureAwait(false);

    /// <summary>Undoes a batch of drivers or attributes, or applies one again that was undone.</summary>
    /// <param name="batch">The batch as the person saw it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<DriverBatchInfo> ChangeAttributesAsync(DriverBatchInfo batch, CancellationToken cancellationToken)
    {
        var credential = await person.CredentialAsync().ConfigureAwait(false);
        return await (batch.UndoneAt is null
            ? client.UndoDriverBatchAsync(batch.Id, credential, cancellationToken)
            : client.ApplyDriverBatchAsync(batch.Id, credential, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>What undoing a batch, or applying it again once it is undone, would change.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<SalesBatchEffect> GetBatchAsync(long id, CancellationToken cancellationToken) => client.GetBatchAsync(id, cancellationToken);

    /// <summary>Undoes an import.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="confirmSeed">True to undo even the sales that the store was started with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SalesBatch> UndoAsync(long id, bool confirmSeed, CancellationToken cancellationToken) =>
        await client.UndoBatchAsync(id, await person.CredentialAsync().ConfigureAwait(false), confirmSeed, cancellationToken).ConfigureAwait(false);

    /// <summary>Applies an undone import again.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<SalesBatch> ApplyAsync(long id, CancellationToken cancellationToken) =>
        await client.ApplyBatchAsync(id, await person.CredentialAsync().ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
}
