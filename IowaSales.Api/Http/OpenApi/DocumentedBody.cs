namespace IowaSales.Api.Http.OpenApi;

/// <summary>A request body as the OpenAPI document shows it; endpoint metadata.</summary>
/// <param name="MediaType">Its media type.</param>
/// <param name="Example">A body to try.</param>
internal sealed record DocumentedBody(string MediaType, string Example);
