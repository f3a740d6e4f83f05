using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Xunit;

namespace IowaSales.Tests.Api;

public sealed class GuardTests
{
    [Fact]
    public async Task Changes_need_the_key()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("right"u8));
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Guard:ApiKeySha256"] = hash, ["Model:PollInterval"] = "1:00:00" });
        Assert.Equal(HttpStatusCode.Unauthorized, await ReloadAsync(host, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReloadAsync(host, "wrong"));
        var manifest = ModelFactory.Save(host.ModelFolder, level: 300);
        Assert.Equal(HttpStatusCode.OK, await ReloadAsync(host, "right"));
        Assert.Equal(manifest.ModelVersion, host.Source.Current!.Version);
    }

    [Fact]
    public async Task Too_many_requests_are_told_when_to_come_back_and_health_still_answers()
    {
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Guard:RateLimit"] = "3", ["Guard:RateWindow"] = "00:10:00" });
        for (var i = 0; i < 3; i++)
        {
            using var allowed = await host.Client.GetAsync("/items", TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        using var refused = await host.Client.GetAsync("/items", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 600);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        using var health = await host.Client.GetAsync("/health", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    [Fact]
    public async Task Other_origins_may_read_only_where_configured()
    {
        await using var closed = await ApiHost.StartAsync();
        await using var open = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Guard:AllowedOrigins:0"] = "https://planner.example" });
        Assert.Null(await AllowedOriginAsync(closed, "https://planner.example"));
        Assert.Null(await AllowedOriginAsync(open, "https://other.example"));
        Assert.Equal("https://planner.example", await AllowedOriginAsync(open, "https://planner.example"));
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers_and_no_server_name()
    {
        await using var host = await ApiHost.StartAsync();
        foreach (var path in (string[])["/items", "/predict/X", "/nothing", "/docs/", "/openapi/v1.json"])
        {
            using var response = await host.Client.GetAsync(path, TestContext.Current.CancellationToken);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Contains("default-src 'none'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    [Theory]
    [InlineData("GET /predict/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /predict/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /predict/%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /predict/a%zz HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET http://x/predict/A%252FB HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("GET /items HTTP/1.1\r\n\r\n")]
    [InlineData("GET /items HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("NONSENSE\r\n\r\n")]
    [InlineData("POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("GET /items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n")]
    public async Task Hostile_bytes_get_an_answer_and_never_a_server_error(string bytes)
    {
        await using var host = await ApiHost.StartAsync();
        var answer = await SendAsync(host, Encoding.Latin1.GetBytes(bytes));
        // 505 is the protocol's own word for a version it does not speak.
        Assert.Matches("^HTTP/1.1 ([234]|505)", answer);
        using var after = await host.Client.GetAsync("/items", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Headers_and_lines_have_a_size()
    {
        await using var host = await ApiHost.StartAsync();
        var header = await SendAsync(host, Encoding.Latin1.GetBytes($"GET /items HTTP/1.1\r\nHost: x\r\nX-Big: {new string('a', 40_000)}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 431", header, StringComparison.Ordinal);
        var line = await SendAsync(host, Encoding.Latin1.GetBytes($"GET /predict/{new string('a', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 414", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Random_requests_made_from_the_openapi_document_never_fail_the_service()
    {
        const int Requests = 100_000;
        const int Connections = 8;
        await using var host = await ApiHost.StartAsync();
        using var document = JsonDocument.Parse(await host.Client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken));
        var generator = new OpenApiRequests(document.RootElement);
        var statuses = new int[600];
        await Parallel.ForEachAsync(Enumerable.Range(0, Connections), TestContext.Current.CancellationToken, async (worker, token) =>
        {
            var random = new Random(worker);
            for (var i = 0; i < Requests / Connections; i++)
            {
                using var request = generator.Next(random);
                using var response = await host.Client.SendAsync(request, token);
                Interlocked.Increment(ref statuses[(int)response.StatusCode]);
                Assert.True((int)response.StatusCode is 200 or 304 or 400 or 403 or 404 or 405 or 414, $"{request.Method} {request.RequestUri} gave {(int)response.StatusCode}");
                if ((int)response.StatusCode is 400 or 403 or 404 or 405 && response.Content.Headers.ContentType is { } type)
                {
                    Assert.Equal("application/problem+json", type.MediaType);
                }
            }
        });
        Assert.True(statuses[200] > Requests / 20 && statuses[400] > Requests / 20 && statuses[404] > Requests / 20, "The generator reaches too little.");
    }

    private static async Task<HttpStatusCode> ReloadAsync(ApiHost host, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/model/reload");
        if (key is not null)
        {
            request.Headers.Add("X-Api-Key", key);
        }

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task<string?> AllowedOriginAsync(ApiHost host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/items");
        request.Headers.Add("Origin", origin);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    private static async Task<string> SendAsync(ApiHost host, byte[] bytes)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        var buffer = new byte[4096];
        var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.Latin1.GetString(buffer, 0, read);
    }
}
