using IowaSales.Api.Answers;
using IowaSales.Api.Problems;
using IowaSales.Api.Snapshots;

namespace IowaSales.Api.Hosting;

/// <summary>Maps endpoints that read the current snapshot.</summary>
internal static class SnapshotEndpoints
{
    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps GET and HEAD of an address to an answer from the snapshot of the moment; without a snapshot the answer is 503 with the reason.
    /// </summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="answer">Finds the answer; throws <see cref="RequestRefusedException"/> where there is none.</param>
    public static IEndpointConventionBuilder MapSnapshot(
        this IEndpointRouteBuilder routes, string pattern, Func<HttpRequest, ForecastSnapshot, Answer> answer)
    {
        var source = routes.ServiceProvider.GetRequiredService<SnapshotSource>();
        var metrics = routes.ServiceProvider.GetRequiredService<ApiMetrics>();
        return routes.MapMethods(pattern, ReadMethods, context =>
        {
            if (source.Current is not { } snapshot)
            {
                metrics.Answered(RequestOutcome.NotReady);
                return NotReadyAsync(context, source.Trouble);
            }

            Answer found;
            try
            {
                found = answer(context.Request, snapshot);
            }
            catch (RequestRefusedException refused)
            {
                metrics.Answered(refused.Status == StatusCodes.Status404NotFound ? RequestOutcome.Unknown : RequestOutcome.Invalid);
                return RefuseAsync(context, refused);
            }

            metrics.Answered(RequestOutcome.Answered);
            return found.WriteAsync(context);
        }).WithMetadata(answer.Method);
    }

    /// <summary>Documents an endpoint that answers in JSON, or as a table in CSV.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Name of the operation.</param>
    /// <param name="summary">What it answers, in a phrase.</param>
    /// <param name="description">What it answers, in full.</param>
    /// <param name="parameters">Its query parameters.</param>
    public static IEndpointConventionBuilder AnswersTable<T>(
        this IEndpointConventionBuilder endpoint, string name, string summary, string description, params ReadOnlySpan<DocumentedParameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            endpoint.WithMetadata(parameter);
        }

        return endpoint.Answers<T>(name, summary, description, ["application/json", "text/csv"]);
    }

    /// <summary>Documents an endpoint.</summary>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="name">Name of the operation.</param>
    /// <param name="summary">What it answers, in a phrase.</param>
    /// <param name="description">What it answers, in full.</param>
    /// <param name="mediaTypes">What it answers in.</param>
    public static IEndpointConventionBuilder Answers<T>(
        this IEndpointConventionBuilder endpoint, string name, string summary, string description, string[] mediaTypes) => endpoint
            .WithMetadata(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(T), mediaTypes))
            .WithName(name).WithSummary(summary).WithDescription(description);

    private static Task NotReadyAsync(HttpContext context, string trouble)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(trouble, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, RequestRefusedException refused) =>
        TypedResults.Problem(refused.Message, statusCode: refused.Status, extensions: refused.Extensions).ExecuteAsync(context);
}
