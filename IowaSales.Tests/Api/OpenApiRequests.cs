using System.Globalization;
using System.Text.Json;

namespace IowaSales.Tests.Api;

/// <summary>Makes requests from an OpenAPI document: right ones, nearly right ones and nonsense.</summary>
internal sealed class OpenApiRequests
{
    private static readonly string[] Nonsense = ["", "-1", "0", "1e999", "NaN", "2023-02-30", "9999-12-31", "' OR 1=1", "../../etc", "😀", "%", "null", "0.5,", "١٢", new('x', 300)];
    private static readonly string[] Methods = ["GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"];
    private static readonly string[] Accepts = ["application/json", "text/csv", "*/*", "text/csv;q=0.5, application/json", "image/png", "garbage"];

    private readonly (string Path, (string Name, string Example)[] Query)[] _operations;

    public OpenApiRequests(JsonElement document) => _operations =
    [
        .. document.GetProperty("paths").EnumerateObject().Select(path => (
            path.Name,
            path.Value.EnumerateObject().First().Value.TryGetProperty("parameters", out var parameters)
                ? parameters.EnumerateArray()
                    .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                    .Select(parameter => (parameter.GetProperty("name").GetString()!, ExampleOf(parameter.GetProperty("example"))))
                    .ToArray()
                : [])),
    ];

    public HttpRequestMessage Next(Random random)
    {
        var (path, parameters) = _operations[random.Next(_operations.Length)];
        var target = path.Replace("{item_name}", Uri.EscapeDataString(ItemName(random)), StringComparison.Ordinal);
        var query = parameters
            .Where(_ => random.Next(2) == 0)
            .Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(random.Next(3) == 0 ? Nonsense[random.Next(Nonsense.Length)] : Mutated(parameter.Example, random))}")
            .ToArray();
        var request = new HttpRequestMessage(
            new HttpMethod(Methods[random.Next(Methods.Length)]), query.Length == 0 ? target : $"{target}?{string.Join('&', query)}");
        request.Headers.TryAddWithoutValidation("Accept", Accepts[random.Next(Accepts.Length)]);
        if (random.Next(4) == 0)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", Nonsense[random.Next(Nonsense.Length - 1)].Replace("😀", "*", StringComparison.Ordinal).Replace("١٢", "W/\"x\"", StringComparison.Ordinal));
        }

        return request;
    }

    private static string ItemName(Random random) => random.Next(4) switch
    {
        0 => Nonsense[random.Next(1, Nonsense.Length)],
        1 => Mutated(ModelFactory.Items[random.Next(ModelFactory.Items.Length)], random),
        _ => ModelFactory.Items[random.Next(ModelFactory.Items.Length)],
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

    private static string ExampleOf(JsonElement example) => example.ValueKind switch
    {
        JsonValueKind.Array => string.Join(',', example.EnumerateArray().Select(ExampleOf)),
        JsonValueKind.String => example.GetString()!,
        _ => example.GetRawText(),
    };
}
