using System.Net.Http.Headers;

namespace IowaSales.Contracts;

/// <summary><see cref="ISalesClient"/> over HTTP.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
public sealed class SalesClient(HttpClient http) : ISalesClient
{
    private readonly ApiConnection _api = new(http);

    /// <inheritdoc/>
    public Task<SalesBatches> GetBatchesAsync(int page = 1, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"sales/batches?page={ApiConnection.Number(page)}", ContractJson.Default.SalesBatches, cancellationToken);

    /// <inheritdoc/>
    public async Task<SalesReceipt> ImportSalesAsync(
        OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var source = batch.Source is { } name ? $"&source={Uri.EscapeDataString(name)}" : "";
        using var content = new StreamContent(batch.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue(batch.ContentType);
        return await _api.SendAsync(
            HttpMethod.Post, $"sales?preview={(preview ? "true" : "false")}{source}", key, content, ContractJson.Default.SalesReceipt, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SalesBatch> UndoBatchAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, $"sales/batches/{ApiConnection.Number(id)}", key, content: null, ContractJson.Default.SalesBatch, cancellationToken);
}
