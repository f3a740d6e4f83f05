using System.Net;
using System.Text.Json;
using IowaSales.Contracts;
using IowaSales.Web.Text;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace IowaSales.Web.Api;

/// <summary>What went wrong between the dashboard and the API.</summary>
public enum ApiProblemKind
{
    /// <summary>Nothing answers at the API's address.</summary>
    Unreachable,

    /// <summary>The API did not answer in time.</summary>
    Slow,

    /// <summary>The API runs but has no model to serve yet.</summary>
    NotReady,

    /// <summary>What was asked for does not exist.</summary>
    NotFound,

    /// <summary>The API refused the request.</summary>
    Refused,

    /// <summary>The API failed, or its answer cannot be read.</summary>
    Failed,
}

/// <summary>A problem in a person's words.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Title">What is wrong, in a few words.</param>
/// <param name="Detail">What exactly, in a sentence.</param>
/// <param name="Advice">What to do about it.</param>
public sealed record ApiProblem(ApiProblemKind Kind, string Title, string Detail, string Advice)
{
    /// <summary>Whether asking again can help.</summary>
    public bool Passes => Kind is not (ApiProblemKind.NotFound or ApiProblemKind.Refused);

    /// <summary>Whether every question to the API meets the same problem.</summary>
    public bool ConcernsAll => Kind is ApiProblemKind.Unreachable or ApiProblemKind.NotReady or ApiProblemKind.Slow;

    /// <summary>Whether an exception tells of the way to the API and back, and not of a fault of the dashboard.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsOne(Exception exception) =>
        exception is ForecastApiException or HttpRequestException or BrokenCircuitException or TimeoutRejectedException or OperationCanceledException or JsonException;

    /// <summary>Puts an exception of <see cref="IForecastClient"/> into words.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="address">The API's address, to name it.</param>
    /// <returns>The problem.</returns>
    internal static ApiProblem From(Exception exception, ApiAddress address) => exception switch
    {
        ForecastApiException { Status: HttpStatusCode.NotFound } refused =>
            new(ApiProblemKind.NotFound, UiText.Problem.NotFoundTitle, refused.Message, UiText.Problem.NotFoundAdvice),
        ForecastApiException { Status: HttpStatusCode.ServiceUnavailable } refused =>
            new(ApiProblemKind.NotReady, UiText.Problem.NotReadyTitle, refused.Message, UiText.Problem.NotReadyAdvice),
        ForecastApiException { Status: HttpStatusCode.TooManyRequests } refused =>
            new(ApiProblemKind.Slow, UiText.Problem.BusyTitle, refused.Message, UiText.Problem.BusyAdvice),
        ForecastApiException { Status: >= HttpStatusCode.InternalServerError } failed =>
            new(ApiProblemKind.Failed, UiText.Problem.FailedTitle, failed.Message, UiText.Problem.FailedAdvice),
        ForecastApiException refused =>
            new(ApiProblemKind.Refused, UiText.Problem.RefusedTitle, refused.Message, UiText.Problem.RefusedAdvice),
        HttpRequestException or BrokenCircuitException =>
            new(
                ApiProblemKind.Unreachable,
                UiText.Problem.UnreachableTitle,
                UiText.Problem.UnreachableDetail(address.Base),
                UiText.Problem.UnreachableAdvice),
        TimeoutRejectedException or TaskCanceledException =>
            new(ApiProblemKind.Slow, UiText.Problem.SlowTitle, UiText.Problem.SlowDetail(address.Base), UiText.Problem.SlowAdvice),
        JsonException =>
            new(ApiProblemKind.Failed, UiText.Problem.UnreadableTitle, UiText.Problem.UnreadableDetail, UiText.Problem.UnreadableAdvice),
        _ => new(ApiProblemKind.Failed, UiText.Problem.FailedTitle, UiText.Problem.UnexpectedDetail, UiText.Problem.FailedAdvice),
    };
}
