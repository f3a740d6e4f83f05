using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace IowaSales.Api.OpenApi;

/// <summary>Problems that an operation may answer (RFC 9457), each with one that could be.</summary>
internal static class ProblemExamples
{
    private const string MediaType = "application/problem+json";

    /// <summary>Adds a problem to an operation.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="status">Status of the problem: 400, 404 or 503.</param>
    /// <param name="description">When it is answered.</param>
    public static void Add(OpenApiOperation operation, int status, string description)
    {
        operation.Responses ??= [];
        operation.Responses[$"{status}"] = new OpenApiResponse
        {
            Description = description,
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
                    Example = Of(status),
                },
            },
        };
    }

    private static JsonObject Of(int status)
    {
        var problem = new JsonObject
        {
            ["title"] = ReasonPhrases.GetReasonPhrase(status),
            ["status"] = status,
        };
        switch (status)
        {
            case StatusCodes.Status400BadRequest:
                problem["detail"] = "horizon must be a whole number from 1 to 7, not '8'.";
                problem["parameter"] = "horizon";
                break;
            case StatusCodes.Status404NotFound:
                problem["detail"] = "Item 'BLAK VELVET' not found. Did you mean 'BLACK VELVET'? GET /items lists all names.";
                problem["closest"] = new JsonArray("BLACK VELVET");
                break;
            default:
                problem["detail"] = "There is no model in model; train one first: dotnet run --project IowaSales.Trainer -- train";
                break;
        }

        problem["traceId"] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
        return problem;
    }
}
