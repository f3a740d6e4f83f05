using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace IowaSales.ServiceDefaults;

/// <summary>Refuses a request before anything of the service sees it.</summary>
internal static class Refusal
{
    /// <summary>Answers with a problem (RFC 9457) where the service has those, else with a sentence.</summary>
    /// <param name="context">The exchange.</param>
    /// <param name="status">HTTP status.</param>
    /// <param name="detail">Sentence that says why, and what to do.</param>
    public static async Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        if (context.RequestServices.GetService<IProblemDetailsService>() is { } problems
            && await problems.TryWriteAsync(new ProblemDetailsContext
            {
                HttpContext = context,
                ProblemDetails = new ProblemDetails { Status = status, Detail = detail },
            }).ConfigureAwait(false))
        {
            return;
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(detail, context.RequestAborted).ConfigureAwait(false);
    }
}
