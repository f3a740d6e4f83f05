using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>Problems that an operation may answer (RFC 9457), each with one that could be.</summary>
internal static class ProblemExamples
{
    private const string MediaType = "application/problem+json";

    /// <summary>Adds a problem to an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="problem">The problem.</param>
    public static void Add(OpenApiOperation operation, DocumentedProblem problem)
    {
        operation.Responses ??= [];
        operation.Responses[$"{problem.Status}"] = new OpenApiResponse
        {
            Description = problem.Description,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [MediaType] = new OpenApiMediaType
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
                    Example = ExampleOf(problem),
                },
            },
        };
    }

    private static JsonObject ExampleOf(DocumentedProblem problem)
    {
        var example = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(problem.Status),
            ["status"] = problem.Status,
            ["detail"] = problem.Detail,
        };
        if (problem.Member is var (name, values))
        {
            example[name] = values.Length == 1 && name == "parameter" ? values[0] : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);
        }

        example["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        return example;
    }
}
