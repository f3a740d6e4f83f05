using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IowaSales.Api.Http.Problems;

namespace IowaSales.Api.Http.Parameters;

/// <summary>Reads bodies in JSON; what is not understood is refused with an example.</summary>
internal static class JsonBody
{
    /// <summary>Reads a body.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="type">How it is read.</param>
    /// <param name="name">What a message calls it.</param>
    /// <param name="example">A body to try.</param>
    /// <exception cref="RequestRefusedException">It is no JSON, or not of this type.</exception>
    public static async Task<T> ReadAsync<T>(this HttpRequest request, JsonTypeInfo<T> type, string name, string example)
        where T : class
    {
        if (!request.HasJsonContentType())
        {
            throw RequestRefusedException.NotUnderstood(StatusCodes.Status415UnsupportedMediaType, $"Send the {name} as application/json, like {example}.");
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted)
                ?? throw RequestParameters.Refused("body", $"The body is empty; send the {name} like {example}.");
        }
        catch (JsonException)
        {
            throw RequestParameters.Refused("body", $"The body is not understood; send the {name} like {example}.");
        }
    }
}
