using System.Text.Json.Nodes;
using IowaSales.Api.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IowaSales.Api.OpenApi;

/// <summary>Completes the generated document: what the service is, parameters with their ranges, and the problems an operation may answer.</summary>
internal sealed class ContractTransformer : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    private const string ProblemMediaType = "application/problem+json";

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Iowa Sales Predictor API";
        document.Info.Description =
            "Daily sales forecasts with calibrated uncertainty. Every table answers in CSV to `Accept: text/csv`, everything answers HEAD and `If-None-Match`.";
        foreach (var path in document.Paths.Values)
        {
            // HEAD answers wherever GET does; saying so once is enough.
            path.Operations?.Remove(HttpMethod.Head);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.Parameters ??= [];
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        if (context.Description.RelativePath?.Contains($"{{{RequestedItem.RouteKey}}}", StringComparison.Ordinal) == true)
        {
            operation.Parameters.Clear();
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = RequestedItem.RouteKey,
                In = ParameterLocation.Path,
                Required = true,
                Description = "Name of the item, in any case.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = JsonValue.Create("BLACK VELVET"),
            });
            AddProblem(operation, StatusCodes.Status404NotFound, "No such item; `detail` and `closest` give the names closest to it.");
        }

        var parameters = metadata.OfType<DocumentedParameter>().ToArray();
        foreach (var parameter in parameters)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Query,
                Description = parameter.Description,
                Schema = SchemaOf(parameter.Type),
                Explode = parameter.Type == ParameterType.Texts,
                Example = ExampleOf(parameter),
            });
        }

        if (parameters.Length > 0)
        {
            AddProblem(operation, StatusCodes.Status400BadRequest, "A parameter is not allowed; `detail` names it and its range.");
        }

        if (operation.OperationId != "GetStatus")
        {
            AddProblem(operation, StatusCodes.Status503ServiceUnavailable, "There is no model; `detail` says how to train one.");
        }

        return Task.CompletedTask;
    }

    private static void AddProblem(OpenApiOperation operation, int status, string description)
    {
        operation.Responses ??= [];
        operation.Responses[$"{status}"] = new OpenApiResponse
        {
            Description = description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemMediaType] = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
                            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
                            ["traceId"] = new OpenApiSchema { Type = JsonSchemaType.String },
                        },
                    },
                },
            },
        };
    }

    private static OpenApiSchema SchemaOf(ParameterType type) => type switch
    {
        ParameterType.Integer => new() { Type = JsonSchemaType.Integer, Minimum = "1" },
        ParameterType.Numbers => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Number } },
        ParameterType.Texts => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        ParameterType.Date => new() { Type = JsonSchemaType.String, Format = "date" },
        _ => new() { Type = JsonSchemaType.String },
    };

    private static JsonNode? ExampleOf(DocumentedParameter parameter) => parameter.Type switch
    {
        ParameterType.Integer => JsonNode.Parse(parameter.Example),
        ParameterType.Numbers => JsonNode.Parse($"[{parameter.Example}]"),
        ParameterType.Texts => new JsonArray(JsonValue.Create(parameter.Example)),
        _ => JsonValue.Create(parameter.Example),
    };
}
