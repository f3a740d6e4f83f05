using System.Globalization;
using System.Text.Json;
using IowaSales.Tests.Api;

namespace IowaSales.Attack;

/// <summary>Random requests to every operation of the OpenAPI document; none may fail the service but by design.</summary>
internal static class Fuzz
{
    private const int Connections = 8;

    /// <summary>No room, no answer in time, no space: what the service says of itself by design.</summary>
    private static readonly int[] ByDesign = [503, 504, 507];

    public static async Task<string> SendAsync(Uri target, int count, string key)
    {
        using var client = new HttpClient { BaseAddress = target, Timeout = TimeSpan.FromMinutes(1) };
        using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative)));
        using var names = JsonDocument.Parse(await client.GetStringAsync(new Uri("/items", UriKind.Relative)));
        var requests = new OpenApiRequests(document.RootElement, [.. names.RootElement.GetProperty("items").EnumerateArray().Select(name => name.GetString()!)], key);
        var answers = new int[600];
        string? first = null;
        await Parallel.ForEachAsync(Enumerable.Range(0, Connections), async (worker, token) =>
        {
            var random = new Random(worker);
            for (var number = worker; number < count; number += Connections)
            {
                using var request = requests.Next(random);
                using var answer = await client.SendAsync(request, token);
                await answer.Content.ReadAsByteArrayAsync(token);
                var status = (int)answer.StatusCode;
                Interlocked.Increment(ref answers[status]);
                if (status >= 500 && !ByDesign.Contains(status))
                {
                    first ??= string.Create(CultureInfo.InvariantCulture, $"{request.Method} {request.RequestUri} was answered {status}");
                }
            }
        });
        var summary = string.Join(", ", answers.Index().Where(answer => answer.Item > 0).Select(answer => string.Create(CultureInfo.InvariantCulture, $"{answer.Index} x{answer.Item}")));
        return first is null
            ? $"{count} requests to {requests.OperationCount} operations: {summary}"
            : throw new AttackSucceededException($"{first}; in all {summary}.");
    }
}
