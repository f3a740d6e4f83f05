using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Guards;

/// <summary>Lets a request through that carries the key in <c>X-Api-Key</c>; compares hashes, in constant time.</summary>
/// <param name="options">The key's hash.</param>
internal sealed class ApiKeyFilter(IOptions<GuardOptions> options) : IEndpointFilter
{
    private const string Header = "X-Api-Key";

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (options.Value.ApiKeySha256 is not { Length: > 0 } hash)
        {
            return Refuse(StatusCodes.Status403Forbidden, "This service allows no changes over HTTP: no Guard:ApiKeySha256 is set.");
        }

        var given = context.HttpContext.Request.Headers[Header].ToString();
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), Convert.FromHexString(hash))
            ? next(context)
            : Refuse(StatusCodes.Status401Unauthorized, given.Length == 0
                ? $"This needs the API key in the header {Header}."
                : $"The API key in the header {Header} is not the one this service was given.");
    }

    private static ValueTask<object?> Refuse(int status, string detail) =>
        ValueTask.FromResult<object?>(TypedResults.Problem(detail, statusCode: status));
}
