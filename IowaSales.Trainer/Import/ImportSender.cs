using System.Net;
using IowaSales.Contracts;
using IowaSales.Trainer.CommandLine;
using Polly;
using Polly.Retry;

namespace IowaSales.Trainer.Import;

/// <summary>Sends a batch until it is taken or refused. Sending again is safe: the API knows a batch by its content.</summary>
/// <param name="client">The API.</param>
/// <param name="key">Its key.</param>
/// <param name="retries">How often to try again.</param>
/// <param name="time">Clock and delays.</param>
/// <param name="say">Tells of each wait.</param>
internal sealed class ImportSender(ISalesClient client, string key, int retries, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly ResiliencePipeline _retries = retries == 0 ? ResiliencePipeline.Empty : new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder()
                .Handle<ForecastApiException>(exception => IsPassing(exception.Status))
                .Handle<HttpRequestException>(),
            MaxRetryAttempts = retries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = FirstWait,
            MaxDelay = MaxWait,
            OnRetry = arguments =>
            {
                say($"{arguments.Outcome.Exception!.Message} Trying again in {arguments.RetryDelay.TotalSeconds:0} s.");
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    /// <summary>Sends.</summary>
    /// <param name="open">Opens the batch again for each attempt.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="acceptUnusual">True to import a batch that looks wrong.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong.</exception>
    /// <exception cref="VerbException">It was not taken for another reason.</exception>
    public async Task<SalesReceipt> SendAsync(Func<OutgoingBatch> open, bool preview, bool acceptUnusual, CancellationToken cancellationToken)
    {
        try
        {
            return await _retries.ExecuteAsync(
                async token => await client.ImportSalesAsync(open(), key, preview, acceptUnusual, token), cancellationToken);
        }
        catch (ForecastApiException exception)
        {
            throw exception.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                ? VerbException.Input(exception.Message, exception)
                : VerbException.Failure(exception.Message, exception);
        }
        catch (HttpRequestException exception)
        {
            throw VerbException.Failure($"The API cannot be reached: {exception.Message} Nothing is lost; send the file again when it is there.", exception);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError;
}
