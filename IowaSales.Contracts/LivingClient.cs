using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IowaSales.Contracts;

/// <summary><see cref="ILivingClient"/> over HTTP.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
public sealed class LivingClient(HttpClient http) : ILivingClient
{
    private const string KeyHeader = "X-Api-Key";

    /// <inheritdoc/>
    public Task<LiveAccuracy> GetAccuracyAsync(int days = 28, CancellationToken cancellationToken = default) =>
        GetAsync($"accuracy?days={Number(days)}", ContractJson.Default.LiveAccuracy, cancellationToken);

    /// <inheritdoc/>
    public Task<LiveItems> GetItemAccuracyAsync(int days = 28, CancellationToken cancellationToken = default) =>
        GetAsync($"accuracy/items?days={Number(days)}", ContractJson.Default.LiveItems, cancellationToken);

    /// <inheritdoc/>
    public Task<LastWeek> GetLastWeekAsync(CancellationToken cancellationToken = default) =>
        GetAsync("accuracy/last-week", ContractJson.Default.LastWeek, cancellationToken);

    /// <inheritdoc/>
    public Task<AlertFeed> GetAlertsAsync(bool dismissed = false, CancellationToken cancellationToken = default) =>
        GetAsync(dismissed ? "alerts?state=all" : "alerts", ContractJson.Default.AlertFeed, cancellationToken);

    /// <inheritdoc/>
    public Task<SalesAlert> DismissAlertAsync(long id, string key, string? note = null, CancellationToken cancellationToken = default) =>
        SendAsync(
            HttpMethod.Post,
            $"alerts/{Number(id)}/dismiss{(note is null ? "" : $"?note={Uri.EscapeDataString(note)}")}",
            key,
            content: null,
            ContractJson.Default.SalesAlert,
            cancellationToken);

    /// <inheritdoc/>
    public Task<SalesBatches> GetBatchesAsync(int page = 1, CancellationToken cancellationToken = default) =>
        GetAsync($"sales/batches?page={Number(page)}", ContractJson.Default.SalesBatches, cancellationToken);

    /// <inheritdoc/>
    public async Task<SalesReceipt> SendSalesAsync(
        OutgoingBatch batch, string key, bool preview = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var source = batch.Source is { } name ? $"&source={Uri.EscapeDataString(name)}" : "";
        using var content = new StreamContent(batch.Content);
        content.Headers.ContentType = new MediaTypeHeaderValue(batch.ContentType);
        return await SendAsync(
            HttpMethod.Post, $"sales?preview={(preview ? "true" : "false")}{source}", key, content, ContractJson.Default.SalesReceipt, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<SalesBatch> UndoBatchAsync(long id, string key, CancellationToken cancellationToken = default) =>
        SendAsync(HttpMethod.Delete, $"sales/batches/{Number(id)}", key, content: null, ContractJson.Default.SalesBatch, cancellationToken);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task<T> GetAsync<T>(string uri, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            new Uri(uri, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> SendAsync<T>(
        HttpMethod method, string uri, string key, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(uri, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(KeyHeader, key);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return await response.Content.ReadFromJsonAsync(type, cancellationToken).ConfigureAwait(false)
                ?? throw new JsonException($"The API answered an empty body to {response.RequestMessage?.RequestUri}.");
        }

        var problem = await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        var detail = problem?.Detail is { Length: > 0 } said ? said : $"The API answered {(int)response.StatusCode} {response.ReasonPhrase}.";
        throw response.StatusCode == HttpStatusCode.UnprocessableEntity
            ? new BatchRefusedException(detail, problem?.Errors ?? [])
            : new ForecastApiException(response.StatusCode, detail);
    }

    private static async Task<ProblemBody?> ReadProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return await response.Content.ReadFromJsonAsync(ContractJson.Default.ProblemBody, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // A proxy in between answers in its own words; the status alone then has to do.
            return null;
        }
    }
}
