using Scalar.AspNetCore;

namespace IowaSales.Api.OpenApi;

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
        builder.Services.AddOpenApi(options => options
            .AddDocumentTransformer<ContractTransformer>()
            .AddOperationTransformer<ContractTransformer>());
    }

    /// <summary>Maps <c>/openapi/v1.json</c> and <c>/docs</c>.</summary>
    /// <param name="app">The application.</param>
    public static void MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi();
        app.MapScalarApiReference("/docs", options => options
            .WithTitle("Iowa Sales Predictor API")
            .WithOpenApiRoutePattern("/openapi/v1.json")
            .DisableDefaultFonts()
            .DisableAgent());
    }
}
