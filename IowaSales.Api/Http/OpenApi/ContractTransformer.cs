using System.Text.Json.Nodes;
using IowaSales.Api.Http.Access;
using IowaSales.Contracts;
using IowaSales.ServiceDefaults.Identity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IowaSales.Api.Http.OpenApi;

/// <summary>Completes the generated document: what the service is, parameters with their ranges, and the problems an operation may answer.</summary>
/// <param name="settings">Whether people sign in.</param>
internal sealed class ContractTransformer(SignInSettings settings) : IOpenApiDocumentTransformer, IOpenApiOperationTransformer
{
    private const string Csv = "text/csv";
    private const string Json = "application/json";
    private const string KeyScheme = "ApiKey";
    private const string TokenScheme = "SignIn";

    private static readonly DocumentedProblem BadParameter = new(
        StatusCodes.Status400BadRequest,
        "A parameter is not allowed; `detail` and `parameter` name it, `detail` its range too.",
        "horizon must be a whole number from 1 to 7, not '8'.",
        ("parameter", ["horizon"]));

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info.Title = "Iowa Sales Predictor API";
        document.Info.Description =
            "Daily sales forecasts with calibrated uncertainty. Every table answers in CSV to `Accept: text/csv`, everything answers HEAD and `If-None-Match`.";
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = ApiHeaders.ApiKey,
            Description = "A key that the service was given, in ApiKeys or Guard:ApiKeySha256. Its name is the author of its changes.",
        };
        if (settings.Mode == SignInMode.Oidc)
        {
            document.Components.SecuritySchemes[TokenScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = $"An access token of {settings.Authority} for the audience {settings.Audience}; the claim {settings.RoleClaim} holds viewer, planner or operator.",
            };
        }

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
        var parameters = metadata.OfType<DocumentedParameter>().ToArray();
        if (parameters.Any(parameter => parameter.InPath))
        {
            operation.Parameters.Clear();
        }

        foreach (var parameter in parameters)
        {
            // One that the handler binds by itself is known by its name alone
            if (operation.Parameters.FirstOrDefault(bound => bound.Name == parameter.Name) is { } bare)
            {
                operation.Parameters.Remove(bare);
            }

            operation.Parameters.Add(new OpenApiParameter
            {
                Name = parameter.Name,
                In = parameter.InPath ? ParameterLocation.Path : ParameterLocation.Query,
                Required = parameter.InPath,
                Description = parameter.Description,
                Schema = SchemaOf(parameter.Type),
                Explode = parameter.Type == ParameterType.Texts,
                Example = ExampleOf(parameter),
            });
        }

        if (parameters.Any(parameter => !parameter.InPath))
        {
            ProblemExamples.Add(operation, BadParameter);
        }

        foreach (var problem in metadata.OfType<DocumentedProblem>())
        {
            ProblemExamples.Add(operation, problem);
        }

        var signIn = settings.Mode == SignInMode.Oidc && !metadata.OfType<IAllowAnonymous>().Any();
        if (metadata.OfType<NeedsRole>().LastOrDefault() is { } needs)
        {
            operation.Description = $"{operation.Description} Needs an API key in X-Api-Key{(signIn ? ", or an access token," : "")} of the role {UserRoles.NameOf(needs.Role)}.".Trim();
        }

        if (signIn || metadata.OfType<NeedsRole>().Any())
        {
            operation.Security = [Requirement(KeyScheme, context)];
            if (signIn)
            {
                operation.Security.Add(Requirement(TokenScheme, context));
            }
        }

        foreach (var body in metadata.OfType<DocumentedBody>())
        {
            operation.RequestBody ??= new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>() };
            operation.RequestBody.Content![body.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchema { Type = body.MediaType != Json ? JsonSchemaType.String : body.Example[0] == '[' ? JsonSchemaType.Array : JsonSchemaType.Object },
                Example = body.MediaType == Json ? JsonNode.Parse(body.Example) : JsonValue.Create(body.Example),
            };
        }

        var examples = metadata.OfType<DocumentedExample>().ToArray();
        foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>())
        {
            AddExample(operation, answer, examples);
        }

        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiOperationTransformerContext context) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, context.Document)] = [] };

    private static void AddExample(OpenApiOperation operation, IProducesResponseTypeMetadata answer, DocumentedExample[] examples)
    {
        if (answer.Type is null
            || operation.Responses is not { } responses
            || !responses.TryGetValue($"{answer.StatusCode}", out var response)
            || response.Content is not { } content)
        {
            return;
        }

        if (content.TryGetValue(Json, out var json))
        {
            json.Example = examples.FirstOrDefault(example => example.Type == answer.Type)?.Make();
        }

        if (content.TryGetValue(Csv, out var csv))
        {
            csv.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The same as a table (RFC 4180) with a header." };
        }
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
