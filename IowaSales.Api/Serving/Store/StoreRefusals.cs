using System.Globalization;
using IowaSales.Api.Http.Guards;
using IowaSales.Api.Http.Problems;
using IowaSales.Contracts;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving.Store;

/// <summary>Puts refusals of the sales store into words.</summary>
internal static class StoreRefusals
{
    /// <summary>Turns what the store throws into problem details.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="next">The endpoint.</param>
    public static async ValueTask<object?> InWordsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (RequestRefusedException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: refused.Status, extensions: refused.Extensions);
        }
        catch (BatchRejectedException rejected)
        {
            return TypedResults.Problem(
                rejected.Message,
                statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?>
                {
                    ["errors"] = rejected.Errors.Select(error => new RowProblem(error.Line, error.Column, error.Message)).ToArray(),
                });
        }
        catch (UnusualBatchException unusual)
        {
            return TypedResults.Problem(
                unusual.Message,
                statusCode: StatusCodes.Status422UnprocessableEntity,
                extensions: new Dictionary<string, object?>
                {
                    ["unusual"] = unusual.Findings.Select(finding => new UnusualSales(finding.Code, finding.Detail)).ToArray(),
                });
        }
        catch (BatchChangeRefusedException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status409Conflict);
        }
        catch (BadHttpRequestException bad) when (bad.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TypedResults.Problem($"{TooLarge(context.HttpContext)} Nothing of it was kept.", statusCode: bad.StatusCode);
        }
        catch (BadHttpRequestException bad)
        {
            return TypedResults.Problem($"The body could not be read: {bad.Message.TrimEnd('.')}. Nothing of it was kept.", statusCode: bad.StatusCode);
        }
        catch (StoreUnavailableException unavailable)
        {
            return NotReady(context.HttpContext, unavailable.Message);
        }
        catch (StoreFullException full)
        {
            return TypedResults.Problem(full.Message, statusCode: StatusCodes.Status507InsufficientStorage);
        }
    }

    /// <summary>Names the setting that a body went past: batches have a limit of their own.</summary>
    private static string TooLarge(HttpContext context)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        return limit is { } bytes && bytes == context.RequestServices.GetRequiredService<IOptions<GuardOptions>>().Value.MaxBodyBytes
            ? $"The body is larger than the {bytes.ToString(CultureInfo.InvariantCulture)} bytes of Guard:MaxBodyBytes; send less at once."
            : "The batch is larger than Sales:MaxBatchBytes and the memory of this service allow; send it in parts.";
    }

    /// <summary>503: what the ledger holds has not been read yet.</summary>
    /// <param name="context">The exchange.</param>
    public static ProblemHttpResult NotRead(HttpContext context) => NotReady(
        context,
        "The ledger of forecasts has not been read yet; try again in a few seconds, and see /health and the service's log if it stays away.");

    /// <summary>503: try again later.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="detail">Why, and what to do.</param>
    public static ProblemHttpResult NotReady(HttpContext context, string detail)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
