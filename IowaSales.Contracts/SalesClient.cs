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
        OutgoingBatch batch, string key, bool preview = false, bool acceptUnusual = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var source = batch.Source is { } name ? $"&source={Uri.EscapeDataString(name)}" : "";
        var accept = acceptUnusual ? "&accept_unusual=true" : "";
        using var content = new StreamContent(batch.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue(batch.ContentType);
        return await _api.SendAsync(
            HttpMethod.Post,
            $"sales?preview={(preview ? "true" : "false")}{accept}{source}",
            key,
            content,
            ContractJson.Default.SalesReceipt,
            cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SalesBatchEffect> GetBatchAsync(long id, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"sales/batches/{ApiConnection.Number(id)}", ContractJson.Default.SalesBatchEffect, cancellationToken);

    /// <inheritdoc/>
    public Task<SalesBatch> UndoBatchAsync(long id, string key, bool confirmSeed = false, CancellationToken cancellationToken = default) =>
        _api.SendAsync(
            HttpMethod.Delete,
            $"sales/batches/{ApiConnection.Number(id)}{(confirmSeed ? "?confirm=seed" : "")}",
            key,
            content: null,
            ContractJson.Default.SalesBatch,
            cancellationToken);

    /// <inheritdoc/>
    public Task<SalesBatch> ApplyBatchAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, $"sales/batches/{ApiConnection.Number(id)}/apply", key, content: null, ContractJson.Default.SalesBatch, cancellationToken);

    /// <inheritdoc/>
    public Task<DriversReceipt> ImportDriversAsync(OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default) =>
        ImportAsync("drivers", batch, key, preview, cancellationToken);

    /// <inheritdoc/>
    public Task<DriversReceipt> ImportAttributesAsync(OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default) =>
        ImportAsync("attributes", batch, key, preview, cancellationToken);

    /// <inheritdoc/>
    public Task<DriverBatches> GetDriverBatchesAsync(int page = 1, CancellationToken cancellationToken = default) =>
        _api.GetAsync($"drivers/batches?page={ApiConnection.Number(page)}", ContractJson.Default.DriverBatches, cancellationToken);

    /// <inheritdoc/>
    public Task<DriverBatchInfo> UndoDriverBatchAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Delete, $"drivers/batches/{ApiConnection.Number(id)}", key, content: null, ContractJson.Default.DriverBatchInfo, cancellationToken);

    /// <inheritdoc/>
    public Task<DriverBatchInfo> ApplyDriverBatchAsync(long id, string key, CancellationToken cancellationToken = default) =>
        _api.SendAsync(HttpMethod.Post, $"drivers/batches/{ApiConnection.Number(id)}/apply", key, content: null, ContractJson.Default.DriverBatchInfo, cancellationToken);

    private async Task<DriversReceipt> ImportAsync(string what, OutgoingBatch batch, string key, bool preview, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var source = batch.Source is { } name ? $"&source={Uri.EscapeDataString(name)}" : "";
        using var content = new StreamContent(batch.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue(batch.ContentType);
        return await _api.SendAsync(
            HttpMethod.Post,
            $"{what}?preview={(preview ? "true" : "false")}{source}",
            key,
            content,
            ContractJson.Default.DriversReceipt,
            cancellationToken).ConfigureAwait(false);
    }
}
