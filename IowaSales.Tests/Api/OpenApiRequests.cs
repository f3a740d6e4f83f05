using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IowaSales.Tests.Api;

/// <summary>Makes requests from an OpenAPI document: right ones, nearly right ones and nonsense.</summary>
internal sealed class OpenApiRequests
{
    private static readonly string[] Nonsense =
        ["", "-1", "0", "1e999", "NaN", "2023-02-30", "9999-12-31", "' OR 1=1", "../../etc", "😀", "%", "null", "0.5,", "١٢", "\u0000", "true", new('x', 300)];

    private static readonly string[] OtherMethods = ["HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
    private static readonly string[] Accepts = ["application/json", "text/csv", "*/*", "text/csv;q=0.5, application/json", "image/png", "garbage"];

    private readonly Operation[] _operations;
    private readonly string[] _items;
    private readonly string _key;

    /// <summary>Reads a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="items">Names of items that there are.</param>
    /// <param name="key">The API key, sent with half of the requests.</param>
    public OpenApiRequests(JsonElement document, string[] items, string key)
    {
        _items = items;
        _key = key;
        _operations =
        [
            .. from path in document.GetProperty("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(
                   new HttpMethod(operation.Name.ToUpperInvariant()),
                   path.Name,
                   [.. Parameters(operation.Value, "path").Select(parameter => parameter.GetProperty("name").GetString()!)],
                   [.. Parameters(operation.Value, "query").Select(parameter => (parameter.GetProperty("name").GetString()!, ExampleOf(parameter)))],
                   BodiesOf(operation.Value)),
        ];
    }

    public int OperationCount => _operations.Length;

    public HttpRequestMessage Next(Random random)
    {
        var operation = _operations[random.Next(_operations.Length)];
        var target = operation.Path;
        foreach (var name in operation.PathParameters)
        {
            var value = name == "item_name" ? ItemName(random) : random.Next(2) == 0 ? "1" : Nonsense[random.Next(1, Nonsense.Length)];
            target = target.Replace($"{{{name}}}", Uri.EscapeDataString(value), StringComparison.Ordinal);
        }

        var query = operation.Query
            .Where(_ => random.Next(2) == 0)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(random.Next(3) == 0 ? Nonsense[random.Next(Nonsense.Length)] : Mutated(parameter.Example, random))}")
            .ToArray();
        var request = new HttpRequestMessage(
            random.Next(4) == 0 ? new HttpMethod(OtherMethods[random.Next(OtherMethods.Length)]) : operation.Method,
            query.Length == 0 ? target : $"{target}?{string.Join('&', query)}");
        request.Headers.TryAddWithoutValidation("Accept", Accepts[random.Next(Accepts.Length)]);
        if (random.Next(2) == 0)
        {
            request.Headers.TryAddWithoutValidation("X-Api-Key", random.Next(8) == 0 ? "wrong" : _key);
        }

        if (random.Next(4) == 0)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", random.Next(3) switch { 0 => "*", 1 => "W/\"x\"", _ => "' OR 1=1" });
        }

        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head && random.Next(3) > 0)
        {
            request.Content = BodyOf(operation, random);
        }

        return request;
    }

    private static StringContent BodyOf(Operation operation, Random random)
    {
        var (mediaType, example) = operation.Bodies.Length > 0 && random.Next(4) > 0
            ? operation.Bodies[random.Next(operation.Bodies.Length)]
            : ("application/json", Nonsense[random.Next(Nonsense.Length)]);
        for (var mutations = random.Next(3); mutations > 0; mutations--)
        {
            example = Mutated(example, random);
        }

        return new StringContent(example, Encoding.UTF8, random.Next(8) == 0 ? "text/plain" : mediaType);
    }

    private string ItemName(Random random) => random.Next(4) switch
    {
        0 => Nonsense[random.Next(1, Nonsense.Length)],
        1 => Mutated(_items[random.Next(_items.Length)], random),
        _ => _items[random.Next(_items.Length)],
    };

    private static string Mutated(string text, Random random)
    {
        if (text.Length == 0 || random.Next(2) == 0)
        {
            return text;
        }

        var at = random.Next(text.Length);
        return string.Concat(text.AsSpan(0, at), ((char)random.Next(0x20, 0x7f)).ToString(CultureInfo.InvariantCulture), text.AsSpan(at + 1));
    }

    private static IEnumerable<JsonElement> Parameters(JsonElement operation, string place) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place)
            : [];

    private static (string MediaType, string Example)[] BodiesOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            ? [.. body.GetProperty("content").EnumerateObject().Select(media => (media.Name, TextOf(media.Value.GetProperty("example"))))]
            : [];

    private static string TextOf(JsonElement example) => example.ValueKind == JsonValueKind.String ? example.GetString()! : example.GetRawText();

    private static string ExampleOf(JsonElement parameter) => parameter.TryGetProperty("example", out var example)
        ? example.ValueKind == JsonValueKind.Array ? string.Join(',', example.EnumerateArray().Select(TextOf)) : TextOf(example)
        : "1";

    private sealed record Operation(
        HttpMethod Method, string Path, string[] PathParameters, (string Name, string Example)[] Query, (string MediaType, string Example)[] Bodies);
}
