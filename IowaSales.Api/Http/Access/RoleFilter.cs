using IowaSales.ServiceDefaults.Identity;

namespace IowaSales.Api.Http.Access;

/// <summary>Lets a request through whose caller has a role.</summary>
/// <param name="role">The role.</param>
internal sealed class RoleFilter(UserRole role) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        return await http.RequestServices.GetRequiredService<AccessControl>().JudgeAsync(http, role) is { } refusal
            ? TypedResults.Problem(refusal.Detail, statusCode: refusal.Status)
            : await next(context);
    }
}

/// <summary>Marks an operation that needs a role; endpoint metadata for the OpenAPI document.</summary>
/// <param name="Role">The role.</param>
internal sealed record NeedsRole(UserRole Role);

/// <summary>Guards endpoints that change state.</summary>
internal static class RoleExtensions
{
    /// <summary>Lets only requests of callers with a role through, and documents that.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="role">The role.</param>
    /// <returns>The same endpoint.</returns>
    public static RouteHandlerBuilder RequireRole(this RouteHandlerBuilder endpoint, UserRole role) =>
        endpoint.AddEndpointFilter(new RoleFilter(role))
            .WithMetadata(new NeedsRole(role))
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
}
