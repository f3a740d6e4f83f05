namespace IowaSales.Contracts;

/// <summary>
/// Typed client of the sales store's imports. Every method throws <see cref="ForecastApiException"/> when the API refuses (404 where it keeps no
/// store), <see cref="HttpRequestException"/> when it cannot be reached and <see cref="OperationCanceledException"/> when cancelled.
/// </summary>
public interface ISalesClient
{
    /// <summary><c>GET /sales/batches</c>: the batches of sales, newest first.</summary>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesBatches> GetBatchesAsync(int page = 1, CancellationToken cancellationToken = default);

    /// <summary><c>POST /sales</c>: imports a batch of sales, or says what it would change.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="acceptUnusual">True to import a batch that looks wrong.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong, or looks wrong and was not accepted as such; nothing of it was kept.</exception>
    Task<SalesReceipt> ImportSalesAsync(
        OutgoingBatch batch, string key, bool preview = false, bool acceptUnusual = false, CancellationToken cancellationToken = default);

    /// <summary><c>GET /sales/batches/{id}</c>: a batch, and what undoing it, or applying it again once it is undone, would change.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesBatchEffect> GetBatchAsync(long id, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /sales/batches/{id}</c>: undoes a batch.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="confirmSeed">True to undo even the sales that the store was started with.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesBatch> UndoBatchAsync(long id, string key, bool confirmSeed = false, CancellationToken cancellationToken = default);

    /// <summary><c>POST /sales/batches/{id}/apply</c>: applies an undone batch again.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesBatch> ApplyBatchAsync(long id, string key, CancellationToken cancellationToken = default);

    /// <summary><c>POST /drivers</c>: imports a batch of drivers, or says what it would change.</summary>
    /// <param name="batch">The batch, CSV.</param>
    /// <param name="key">The API key.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong; nothing of it was kept.</exception>
    Task<DriversReceipt> ImportDriversAsync(OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default);

    /// <summary><c>POST /attributes</c>: imports a batch of item attributes, or says what it would change.</summary>
    /// <param name="batch">The batch, CSV.</param>
    /// <param name="key">The API key.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong; nothing of it was kept.</exception>
    Task<DriversReceipt> ImportAttributesAsync(OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default);

    /// <summary><c>GET /drivers/batches</c>: the batches of drivers and attributes, newest first.</summary>
    /// <param name="page">Number of the page, from 1.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<DriverBatches> GetDriverBatchesAsync(int page = 1, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /drivers/batches/{id}</c>: undoes a batch of drivers or attributes.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<DriverBatchInfo> UndoDriverBatchAsync(long id, string key, CancellationToken cancellationToken = default);

    /// <summary><c>POST /drivers/batches/{id}/apply</c>: applies an undone batch of drivers or attributes again.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<DriverBatchInfo> ApplyDriverBatchAsync(long id, string key, CancellationToken cancellationToken = default);
}
