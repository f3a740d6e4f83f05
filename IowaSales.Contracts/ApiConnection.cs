using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace IowaSales.Contracts;

/// <summary>How the typed clients ask the API: addresses, the key, and refusals as exceptions, in one place.</summary>
/// <param name="http">Client whose <see cref="HttpClient.BaseAddress"/> is the API's root.</param>
internal sealed class ApiConnection(HttpClient http)
{
    /// <summary>A number as it stands in an address.</summary>
    /// <param name="number">The number.</param>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a status without problem details says.</summary>
    /// <param name="response">The answer.</param>
    public static string StatusOf(HttpResponseMessage response) => $"The API answered {(int)response.StatusCode} {response.ReasonPhrase}.";

    /// <summary>Gets an answer.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="uri">Address, relative to the root.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> GetAsync<T>(string uri, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            new Uri(uri, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets a file.</summary>
    /// <param name="uri">Address, relative to the root.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<byte[]> GetFileAsync(string uri, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            new Uri(uri, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
            : throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Posts a question that needs no key.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="uri">Address, relative to the root.</param>
    /// <param name="content">Body.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> PostAsync<T>(string uri, HttpContent content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(new Uri(uri, UriKind.Relative), content, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request that needs the key.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="method">Method.</param>
    /// <param name="uri">Address, relative to the root.</param>
    /// <param name="key">The API key, or <see cref="ApiHeaders.Bearer"/> and an access token.</param>
    /// <param name="content">Body; null for none.</param>
    /// <param name="type">How the answer is read.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string uri, string key, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(uri, UriKind.Relative)) { Content = content };
        request.Headers.TryAddWithoutValidation(key.StartsWith(ApiHeaders.Bearer, StringComparison.Ordinal) ? "Authorization" : ApiHeaders.ApiKey, key);

        // The API judges the key before it asks for the body, so that nobody sends a file in vain.
        request.Headers.ExpectContinue = content is null ? null : true;
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

        throw await RefusalAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Exception> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await ReadProblemAsync(response, cancellationToken).ConfigureAwait(false);
        var detail = problem?.Detail is { Length: > 0 } said ? said : StatusOf(response);
        return response.StatusCode == HttpStatusCode.UnprocessableEntity && problem is { Errors: not null } or { Unusual: not null }
            ? new BatchRefusedException(detail, problem.Errors ?? [], problem.Unusual ?? [])
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
