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
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong; nothing of it was kept.</exception>
    Task<SalesReceipt> ImportSalesAsync(OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default);

    /// <summary><c>DELETE /sales/batches/{id}</c>: undoes a batch.</summary>
    /// <param name="id">Number of the batch.</param>
    /// <param name="key">The API key.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task<SalesBatch> UndoBatchAsync(long id, string key, CancellationToken cancellationToken = default);
}
