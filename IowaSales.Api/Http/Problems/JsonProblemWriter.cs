using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using IowaSales.Api.Http.Guards;
using IowaSales.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace IowaSales.Api.Http.Problems;

/// <summary>
/// Writes every problem as <c>application/problem+json</c> (RFC 9457), whatever the client accepts, with a detail one can act on and the
/// trace id; nothing of an exception goes out.
/// </summary>
internal sealed class JsonProblemWriter : IProblemDetailsWriter
{
    /// <summary>Leaves apostrophes and letters as they are: a problem is never part of an HTML page.</summary>
    private static readonly ProblemJson Json =
        new(new JsonSerializerOptions(ProblemJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc/>
    public ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var http = context.HttpContext;
        var problem = context.ProblemDetails;
        problem.Status ??= http.Response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);
        problem.Detail ??= DetailOf(http, problem.Status.Value);
        problem.Extensions["traceId"] = Activity.Current?.Id ?? http.TraceIdentifier;
        http.Response.StatusCode = problem.Status.Value;
        http.Response.Headers.CacheControl = "no-store";
        // An exception has cleared what was set before.
        SecurityHeaders.Set(http);
        return new ValueTask(http.Response.WriteAsJsonAsync(
            problem, Json.ProblemDetails, "application/problem+json", http.RequestAborted));
    }

    private static string DetailOf(HttpContext http, int status) => status switch
    {
        StatusCodes.Status400BadRequest => "The request is not well-formed HTTP for this address; see /docs for what it takes.",
        StatusCodes.Status401Unauthorized => "This needs an API key in the header X-Api-Key, or an access token where people sign in.",
        StatusCodes.Status403Forbidden => "The API key, or the role of who is signed in, does not allow this.",
        StatusCodes.Status404NotFound => "There is nothing at this address; /docs lists every endpoint.",
        StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not allowed here; see the Allow header and /docs.",
        StatusCodes.Status408RequestTimeout => "The request took too long to arrive; try again.",
        StatusCodes.Status413PayloadTooLarge => "The request's body is larger than this service takes.",
        StatusCodes.Status429TooManyRequests => "Too many requests from this client; wait as long as the Retry-After header says.",
        StatusCodes.Status504GatewayTimeout => "The answer took too long and was given up; ask for less at once, or try again.",
        _ => "The service failed to answer; try again, and give the trace id to its operator if it keeps failing.",
    };
}

/// <summary>Source-generated JSON of problems and their extension members.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(RowProblem[]))]
[JsonSerializable(typeof(UnusualSales[]))]
internal sealed partial class ProblemJson : JsonSerializerContext;
