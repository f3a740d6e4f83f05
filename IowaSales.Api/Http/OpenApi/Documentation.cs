using Scalar.AspNetCore;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>The machine-readable description of the service and its pages for people.</summary>
internal static class Documentation
{
    /// <summary>Adds the description.</summary>
    /// <param name="builder">The host's builder.</param>
    public static void AddDocumentation(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(options =>
        {
            var contract = Contracts.ContractJson.Default.Options;
            options.SerializerOptions.PropertyNamingPolicy = contract.PropertyNamingPolicy;
            options.SerializerOptions.DefaultIgnoreCondition = contract.DefaultIgnoreCondition;
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, Contracts.ContractJson.Default);
        });
        builder.Services.AddResponseCompression(options => options.EnableForHttps = true);
        builder.Services.AddOpenApi(options => options
            .AddDocumentTransformer<ContractTransformer>()
            .AddOperationTransformer<ContractTransformer>());
    }

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/docs</c>.</summary>
    /// <param name="app">The application.</param>
    public static void MapDocumentation(this WebApplication app)
    {
        var pages = new Lazy<RequestDelegate>(() => PagesOf(app.Services));
        foreach (var pattern in (string[])["/openapi/{**page}", "/docs/{**page}"])
        {
            app.MapGet(pattern, (RequestDelegate)(context =>
            {
                context.SetEndpoint(null);
                return pages.Value(context);
            })).ExcludeFromDescription().AllowAnonymous();
        }
    }

    /// <summary>A pipeline of its own, built when first asked for: what it needs is much, and most instances never show it.</summary>
    private static RequestDelegate PagesOf(IServiceProvider services)
    {
        var pages = new ApplicationBuilder(services);
        pages.UseResponseCompression();
        pages.UseRouting();
        pages.UseEndpoints(routes =>
        {
            routes.MapOpenApi();
            routes.MapScalarApiReference("/docs", options => options
                .WithTitle("Iowa Sales Predictor API")
                .WithOpenApiRoutePattern("/openapi/v1.json")
                .DisableDefaultFonts()
                .DisableAgent());
        });
        return pages.Build();
    }
}
