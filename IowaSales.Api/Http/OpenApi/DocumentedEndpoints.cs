namespace IowaSales.Api.Http.OpenApi;

/// <summary>Documents endpoints.</summary>
internal static class DocumentedEndpoints
{
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

    /// <summary>Shows an answer that an endpoint could give.</summary>
    /// <typeparam name="TBuilder">Type of the endpoint.</typeparam>
    /// <typeparam name="T">Type of the answer.</typeparam>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="make">Makes the answer when the document is asked for.</param>
    public static TBuilder WithExample<TBuilder, T>(this TBuilder endpoint, Func<T> make)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(DocumentedExample.Of(make));
}
