using System.Security.Cryptography;
using System.Text;
using IowaSales.Contracts;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Http.Guards;

/// <summary>Lets a request through that carries the key in <c>X-Api-Key</c>; compares hashes, in constant time.</summary>
internal sealed class ApiKeyFilter : IEndpointFilter
{
    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<IOptions<GuardOptions>>().Value.ApiKeySha256 is not { Length: > 0 } hash)
        {
            return Refuse(StatusCodes.Status403Forbidden, "This service allows no changes over HTTP: no Guard:ApiKeySha256 is set.");
        }

        var given = context.HttpContext.Request.Headers[ApiHeaders.ApiKey].ToString();
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), Convert.FromHexString(hash))
            ? next(context)
            : Refuse(StatusCodes.Status401Unauthorized, given.Length == 0
                ? $"This needs the API key in the header {ApiHeaders.ApiKey}."
                : $"The API key in the header {ApiHeaders.ApiKey} is not the one this service was given.");
    }

    private static ValueTask<object?> Refuse(int status, string detail) =>
        ValueTask.FromResult<object?>(TypedResults.Problem(detail, statusCode: status));
}

/// <summary>Marks an operation that needs the API key; endpoint metadata for the OpenAPI document.</summary>
internal sealed class NeedsApiKey;

/// <summary>Guards endpoints that change state.</summary>
internal static class ApiKeyExtensions
{
    /// <summary>Lets only requests with the API key through, and documents that.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <returns>The same endpoint.</returns>
    public static RouteHandlerBuilder RequireApiKey(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(new ApiKeyFilter())
            .WithMetadata(new NeedsApiKey())
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
}
