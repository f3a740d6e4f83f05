using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace IowaSales.Api.Http.Problems;

/// <summary>Says of an answer that did not fit the memory that it may be had later, or in parts; the service goes on.</summary>
/// <param name="problems">Writes problems.</param>
internal sealed class MemoryHandler(IProblemDetailsService problems) : IExceptionHandler
{
    private const string Sentence = "The memory of this service is too small for this at the moment; try again in a few seconds, send or ask for less, or raise the memory limit.";

    /// <inheritdoc/>
    public ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!IsShortage(exception))
        {
            return ValueTask.FromResult(false);
        }

        httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        httpContext.Response.Headers.RetryAfter = "5";
        return problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = httpContext,
            ProblemDetails = new ProblemDetails { Status = StatusCodes.Status503ServiceUnavailable, Detail = Sentence },
        });
    }

    private static bool IsShortage(Exception exception) =>
        exception is OutOfMemoryException
        || (exception is AggregateException several && several.InnerExceptions.Any(IsShortage))
        || (exception.InnerException is { } inner && IsShortage(inner));
}
