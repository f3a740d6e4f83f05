using System.Globalization;
using System.Net;
using System.Text.Json;
using IowaSales.Trainer.CommandLine;
using Polly;
using Polly.Retry;

namespace IowaSales.Trainer.Fetch;

/// <summary>Asks a service of Socrata's kind for pages, and asks again where that may help.</summary>
internal sealed class SodaClient : IDisposable
{
    /// <summary>Environment variable that holds the app token.</summary>
    public const string TokenVariable = "SODA_APP_TOKEN";

    private const int MaxPageBytes = 256 << 20;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PageTimeout = TimeSpan.FromMinutes(3);

    private readonly HttpClient _http;
    private readonly ResiliencePipeline _retries;
    private readonly TimeProvider _time;
    private readonly string? _token;
    private readonly int _tries;

    /// <param name="run">The run, for remarks, the clock and the app token.</param>
    /// <param name="retries">How often to ask again for one page.</param>
    public SodaClient(VerbRun run, int retries)
    {
        _time = run.Time;
        _tries = retries + 1;
        _token = run.Surroundings.Environment(TokenVariable) is { Length: > 0 } token ? token : null;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = MaxPageBytes,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("IowaSales-Trainer/1.0");
        _retries = retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = run.Time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<SodaFailure>(failure => failure.RetryAfter is null || failure.RetryAfter <= MaxRetryAfter),
                MaxRetryAttempts = retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstDelay,
                MaxDelay = MaxDelay,
                DelayGenerator = arguments => ValueTask.FromResult((arguments.Outcome.Exception as SodaFailure)?.RetryAfter),
                OnRetry = arguments =>
                {
                    Retries++;
                    run.Say(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The service {arguments.Outcome.Exception!.Message}; asking for the page again in {arguments.RetryDelay.TotalSeconds:0.0} s (try {arguments.AttemptNumber + 2} of {_tries})."));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>How often a page was asked for again.</summary>
    public int Retries { get; private set; }

    /// <summary>Asks for one page until it is whole and understood.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="read">Understands it; what it throws as <see cref="JsonException"/> counts as a page that is not whole.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="VerbException">The service refuses, or does not answer however often it is asked.</exception>
    public async Task<T> GetAsync<T>(Uri address, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(async token => await TryAsync(address, read, token), cancellationToken);
        }
        catch (SodaFailure failure)
        {
            var wait = failure.RetryAfter > MaxRetryAfter
                ? string.Create(CultureInfo.InvariantCulture, $"asks to wait {failure.RetryAfter.Value.TotalMinutes:0} minutes")
                : $"failed {_tries} {(_tries == 1 ? "time" : "times")}";
            throw VerbException.Failure($"{address.GetLeftPart(UriPartial.Path)} {wait}: it {failure.Message}. Try again later.", failure);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private async Task<T> TryAsync<T>(Uri address, Func<byte[], T> read, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PageTimeout);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.Accept.ParseAdd("application/json");
            if (_token is not null && (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback))
            {
                request.Headers.Add("X-App-Token", _token);
            }

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw await RefusalOfAsync(response, patience.Token);
            }

            return read(await response.Content.ReadAsByteArrayAsync(patience.Token));
        }
        catch (HttpRequestException exception)
        {
            throw new SodaFailure(
                exception.HttpRequestError is HttpRequestError.ResponseEnded || exception.InnerException is IOException
                    ? "cut the connection"
                    : $"cannot be reached ({exception.Message})",
                null,
                exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new SodaFailure("cut the connection", null, exception);
        }
        catch (JsonException exception)
        {
            throw new SodaFailure("sent a page that is not whole", null, exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SodaFailure(string.Create(CultureInfo.InvariantCulture, $"did not answer within {PageTimeout.TotalSeconds:0} s"), null, exception);
        }
    }

    private async Task<Exception> RefusalOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || status >= 500)
        {
            return new SodaFailure(
                status == 429 ? "is being asked too often (429)" : $"answered {status}", WaitOf(response));
        }

        var place = response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path);
        if (status is >= 300 and < 400)
        {
            return VerbException.Input($"{place} has moved to {response.Headers.Location}; name that with --source.");
        }

        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            return VerbException.Usage(
                $"{place} refuses access ({status}){(_token is null ? $"; set {TokenVariable} to an app token" : $"; check the app token in {TokenVariable}")}.");
        }

        return VerbException.Input(response.StatusCode == HttpStatusCode.NotFound
            ? $"There is no data set at {place}; name another with --source."
            : $"{place} refuses the query ({status}): {await MessageOfAsync(response, cancellationToken)}");
    }

    private TimeSpan? WaitOf(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - _time.GetUtcNow();
        return wait is { } time && time > TimeSpan.Zero ? time : null;
    }

    private static async Task<string> MessageOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        const int MaxLength = 300;
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out var message))
            {
                text = message.ToString();
            }
        }
        catch (JsonException)
        {
            // What is not JSON is shown as it is.
        }

        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length == 0 ? "it does not say why" : text.Length <= MaxLength ? text : $"{text[..MaxLength]}...";
    }
}
