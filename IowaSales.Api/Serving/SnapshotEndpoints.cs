using IowaSales.Api.Http.Answers;
using IowaSales.Api.Http.OpenApi;
using IowaSales.Api.Http.Problems;
using IowaSales.Forecasting.Artifacts;

namespace IowaSales.Api.Serving;

/// <summary>Maps endpoints that read the current snapshot.</summary>
internal static class SnapshotEndpoints
{
    private static readonly DocumentedProblem NoModel = new(
        StatusCodes.Status503ServiceUnavailable,
        "There is no model; `detail` says how to train one.",
        "There is no model in model; train one first: dotnet run --project IowaSales.Trainer -- train");

    private static readonly string[] QuestionMethods = [HttpMethods.Post];

    private static readonly string[] ReadMethods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps GET and HEAD of an address to an answer from the snapshot of the moment; without a snapshot the answer is 503 with the reason.
    /// </summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="answer">Finds the answer; throws <see cref="RequestRefusedException"/> where there is none.</param>
    public static IEndpointConventionBuilder MapSnapshot(
        this IEndpointRouteBuilder routes, string pattern, Func<HttpRequest, ForecastSnapshot, Answer> answer) =>
        routes.MapSnapshot(pattern, (request, snapshot) => ValueTask.FromResult(answer(request, snapshot)));

    /// <summary>
    /// Maps GET and HEAD of an address to an answer from the snapshot of the moment; without a snapshot the answer is 503 with the reason.
    /// </summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="answer">Finds the answer, which may have to be waited for; throws <see cref="RequestRefusedException"/> where there is none.</param>
    public static IEndpointConventionBuilder MapSnapshot(
        this IEndpointRouteBuilder routes, string pattern, Func<HttpRequest, ForecastSnapshot, ValueTask<Answer>> answer) =>
        routes.Map(pattern, ReadMethods, answer, (context, found) => found.WriteAsync(context));

    /// <summary>Maps POST of an address to an answer from the snapshot of the moment, made for the body that was sent; it changes nothing.</summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="pattern">The address.</param>
    /// <param name="answer">Finds the answer; throws <see cref="RequestRefusedException"/> where there is none.</param>
    public static IEndpointConventionBuilder MapSnapshotQuestion(
        this IEndpointRouteBuilder routes, string pattern, Func<HttpRequest, ForecastSnapshot, ValueTask<Answer>> answer) =>
        routes.Map(pattern, QuestionMethods, answer, (context, found) => found.WriteOnceAsync(context));

    private static IEndpointConventionBuilder Map(
        this IEndpointRouteBuilder routes,
        string pattern,
        IEnumerable<string> methods,
        Func<HttpRequest, ForecastSnapshot, ValueTask<Answer>> answer,
        Func<HttpContext, Answer, Task> write)
    {
        var source = routes.ServiceProvider.GetRequiredService<SnapshotSource>();
        var metrics = routes.ServiceProvider.GetRequiredService<ApiMetrics>();
        var endpoint = routes.MapMethods(pattern, methods, async context =>
        {
            Answer? found = null;
            while (found is null)
            {
                if (source.Current is not { } snapshot)
                {
                    metrics.Answered(RequestOutcome.NotReady);
                    await NotReadyAsync(context, source.Trouble);
                    return;
                }

                try
                {
                    found = await answer(context.Request, snapshot);
                }
                catch (RequestRefusedException refused)
                {
                    metrics.Answered(refused.Status == StatusCodes.Status404NotFound ? RequestOutcome.Unknown : RequestOutcome.Invalid);
                    await RefuseAsync(context, refused);
                    return;
                }
                catch (Exception exception) when (exception is ModelArtifactException or InvalidDataException)
                {
                    metrics.Answered(RequestOutcome.NotReady);
                    await NotReadyAsync(context, exception.Message);
                    return;
                }
                catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested && source.Current != snapshot)
                {
                    // Another snapshot has come into service, and nothing more is computed of this one: the other answers.
                }
            }

            metrics.Answered(RequestOutcome.Answered);
            await write(context, found);
        }).WithMetadata(answer.Method, NoModel);
        return pattern.Contains($"{{{RequestedItem.RouteKey}}}", StringComparison.Ordinal)
            ? endpoint.WithMetadata(RequestedItem.Documented, RequestedItem.NotFound)
            : endpoint;
    }

    private static Task NotReadyAsync(HttpContext context, string trouble)
    {
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Problem(trouble, statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, RequestRefusedException refused) =>
        TypedResults.Problem(refused.Message, statusCode: refused.Status, extensions: refused.Extensions).ExecuteAsync(context);
}
