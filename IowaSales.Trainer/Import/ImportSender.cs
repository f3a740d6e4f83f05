using System.Net;
using IowaSales.Contracts;
using IowaSales.Trainer.CommandLine;

namespace IowaSales.Trainer.Import;

/// <summary>Sends a batch until it is taken or refused. Sending again is safe: the API knows a batch by its content.</summary>
/// <param name="client">The API.</param>
/// <param name="key">Its key.</param>
/// <param name="retries">How often to try again.</param>
/// <param name="time">Clock and delays.</param>
/// <param name="say">Tells of each wait.</param>
internal sealed class ImportSender(ISalesClient client, string key, int retries, TimeProvider time, Action<string> say)
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    /// <summary>Sends.</summary>
    /// <param name="open">Opens the batch anew for each attempt.</param>
    /// <param name="preview">True to change nothing.</param>
    /// <param name="acceptUnusual">True to import a batch that looks wrong.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <exception cref="BatchRefusedException">The batch is wrong.</exception>
    /// <exception cref="VerbException">It was not taken for another reason.</exception>
    public async Task<SalesReceipt> SendAsync(Func<OutgoingBatch> open, bool preview, bool acceptUnusual, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            string trouble;
            try
            {
                return await client.ImportSalesAsync(open(), key, preview, acceptUnusual, cancellationToken);
            }
            catch (ForecastApiException exception) when (attempt < retries && IsPassing(exception.Status))
            {
                trouble = exception.Message;
            }
            catch (ForecastApiException exception)
            {
                throw exception.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType
                    ? VerbException.Input(exception.Message, exception)
                    : VerbException.Failure(exception.Message, exception);
            }
            catch (HttpRequestException exception) when (attempt < retries)
            {
                trouble = exception.Message;
            }
            catch (HttpRequestException exception)
            {
                throw VerbException.Failure($"The API cannot be reached: {exception.Message} Nothing is lost; send the file again when it is there.", exception);
            }

            var wait = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt), MaxWait.TotalSeconds));
            say($"{trouble} Trying again in {wait.TotalSeconds:0} s.");
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private static bool IsPassing(HttpStatusCode status) => status is
        HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout or HttpStatusCode.InternalServerError;
}
