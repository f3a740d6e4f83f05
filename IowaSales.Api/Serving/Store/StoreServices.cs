using IowaSales.Api.Http.OpenApi;
using IowaSales.Storage;
using IowaSales.Storage.Import;
using IowaSales.Storage.Planning;
using Microsoft.Extensions.Options;

namespace IowaSales.Api.Serving.Store;

/// <summary>Registers the sales store and what follows it, where one is configured; without it nothing of this exists.</summary>
internal static class StoreServices
{
    private static readonly DocumentedProblem Unavailable = new(
        StatusCodes.Status503ServiceUnavailable,
        "There is no model, or the sales store cannot be reached; `detail` says which.",
        "The sales store cannot be reached; try again in a few seconds.");

    /// <summary>Adds the store, and has the snapshot follow it.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddStore(this WebApplicationBuilder builder)
    {
        if (StoreIn(builder.Configuration) is not { } connection)
        {
            return;
        }

        var services = builder.Services;
        services.AddOptions<StoreOptions>().BindConfiguration(StoreOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<StoreOptions>, StoreOptionsValidator>();
        services.AddSingleton(_ => SalesStore.At(connection));
        services.AddSingleton<SalesImport>();
        services.AddSingleton<StoredDrivers>();
        services.AddSingleton<ClosureBook>();
        services.AddSingleton<StoredSales>();
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<StoreHealth>();
        services.AddHealthChecks().AddCheck<StoreHealth>("store");
        services.AddRecurring<StoreFollower>();
    }

    /// <summary>Whether a store is configured.</summary>
    /// <param name="builder">The host's builder.</param>
    public static bool HasStore(this WebApplicationBuilder builder) => StoreIn(builder.Configuration) is not null;

    /// <summary>A group of endpoints over the store; without a store the addresses say in words that there is none.</summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="prefix">Address of the group.</param>
    /// <param name="tag">Its tag in the OpenAPI document.</param>
    /// <returns>The group; null without a store.</returns>
    public static RouteGroupBuilder? MapStoreGroup(this IEndpointRouteBuilder routes, string prefix, string tag)
    {
        if (StoreIn(routes.ServiceProvider.GetRequiredService<IConfiguration>()) is null)
        {
            routes.Map($"{prefix}/{{**rest}}", NoStore).ExcludeFromDescription();
            return null;
        }

        return routes.MapGroup(prefix).WithTags(tag).WithMetadata(Unavailable).AddEndpointFilter(StoreRefusals.InWordsAsync);
    }

    private static string? StoreIn(IConfiguration configuration) =>
        configuration[$"{StoreOptions.Section}:{nameof(StoreOptions.Store)}"] is { } connection && !string.IsNullOrWhiteSpace(connection)
            ? connection
            : null;

    private static Task NoStore(HttpContext context) =>
        TypedResults.Problem(
            "This service keeps no sales, so that there is nothing here; Sales:Store names the file or database to keep them in.",
            statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
}
