using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IowaSales.Api.Http.Answers;
using IowaSales.Api.Serving;
using IowaSales.Api.Serving.Store;
using IowaSales.Storage.Entities;
using IowaSales.Storage.Ledger;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Alerts;

/// <summary>
/// Posts alerts to the configured address, signed, at least once: an alert is taken from the store for a while, and given back with a later
/// time when the receiver does not take it. Five attempts at growing intervals, then it is left alone.
/// </summary>
/// <param name="book">The alerts.</param>
/// <param name="options">Where to.</param>
/// <param name="store">How often to look.</param>
/// <param name="time">Clock.</param>
/// <param name="log">Log.</param>
internal sealed partial class AlertWebhook(
    AlertBook book, IOptions<AlertOptions> options, IOptions<StoreOptions> store, TimeProvider time, ILogger<AlertWebhook> log) : IRecurringWork, IDisposable
{
    /// <summary>Header with the time of signing and the signature.</summary>
    public const string SignatureHeader = "X-IowaSales-Signature";

    private const int AtOnce = 20;
    private const int MaxErrorLength = 200;

    private static readonly double[] Waits = [1, 5, 30, 120, 360];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = options.Value.WebhookTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = options.Value.WebhookTimeout,
    };

    /// <summary>The signature of a body: <c>t=SECONDS,v1=HEX</c>, HMAC-SHA256 (RFC 2104) of the time, a full stop and the body.</summary>
    /// <param name="secret">The key.</param>
    /// <param name="at">When it is signed; a receiver refuses what is old.</param>
    /// <param name="body">The body.</param>
    public static string Sign(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }

    /// <inheritdoc/>
    public string Name => "Delivering alerts";

    /// <inheritdoc/>
    public TimeSpan Interval => store.Value.PollInterval;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var alert in await book.ClaimAsync(AtOnce, AtOnce * options.Value.WebhookTimeout, cancellationToken))
        {
            await DeliverAsync(alert, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task DeliverAsync(Alert alert, CancellationToken cancellationToken)
    {
        var error = await PostAsync(alert, cancellationToken);
        DateTimeOffset? next = error is null || alert.Attempts > Waits.Length
            ? null
            : time.GetUtcNow() + (Waits[alert.Attempts - 1] * options.Value.WebhookRetryAfter);
        if (error is not null)
        {
            NotTaken(log, alert.Id, alert.Attempts, error);
        }

        await book.NoteDeliveryAsync(alert.Id, error, next, cancellationToken);
    }

    private async Task<string?> PostAsync(Alert alert, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(AlertViews.Of(alert, DateOnly.FromDateTime(time.GetLocalNow().DateTime)), AnswerJson.Contract.SalesAlert);
        using var request = new HttpRequestMessage(HttpMethod.Post, options.Value.WebhookUrl)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        request.Headers.Add(SignatureHeader, Sign(options.Value.WebhookSecret!, time.GetUtcNow(), body));
        request.Headers.Add("X-IowaSales-Alert", alert.Id.ToString(CultureInfo.InvariantCulture));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.";
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return exception.Message.Length > MaxErrorLength ? exception.Message[..MaxErrorLength] : exception.Message;
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The webhook did not take alert {Id}, attempt {Attempt}: {Reason}")]
    private static partial void NotTaken(ILogger logger, long id, int attempt, string reason);
}
