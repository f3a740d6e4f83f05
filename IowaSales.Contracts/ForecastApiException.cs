using System.Net;

namespace IowaSales.Contracts;

/// <summary>The API refused a request; <see cref="Exception.Message"/> is the problem's <c>detail</c>.</summary>
public sealed class ForecastApiException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">HTTP status of the answer.</param>
    /// <param name="detail">Sentence that says what is wrong and what to do.</param>
    public ForecastApiException(HttpStatusCode status, string detail)
        : base(detail) => Status = status;

    /// <summary>HTTP status of the answer.</summary>
    public HttpStatusCode Status { get; }
}
