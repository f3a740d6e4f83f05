namespace IowaSales.Api.Http.Answers;

/// <summary>Lets an endpoint with typed parameters answer with bytes that are serialised already.</summary>
/// <param name="answer">The answer.</param>
internal sealed class AnswerResult(Answer answer) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => answer.WriteAsync(httpContext);
}
