using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
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

    [Theory]
    [InlineData("", HttpStatusCode.TooManyRequests)]
    [InlineData("10.0.0.0/8", HttpStatusCode.TooManyRequests)]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("127.0.0.0/8", HttpStatusCode.OK)]
    public async Task Forwarded_addresses_are_believed_only_from_configured_proxies(string proxies, HttpStatusCode second)
    {
        var settings = new Dictionary<string, string> { ["Guard:RateLimit"] = "1", ["Guard:RateWindow"] = "00:10:00" };
        if (proxies.Length > 0)
        {
            settings["Guard:TrustedProxies:0"] = proxies;
        }

        await using var host = await ApiHost.StartAsync(settings: settings);
        Assert.Equal(HttpStatusCode.OK, await ForwardedAsync(host, "203.0.113.1"));
        Assert.Equal(second, await ForwardedAsync(host, "203.0.113.2"));
        // The same client again, and another address of its IPv6 network, are one client.
        Assert.Equal(HttpStatusCode.TooManyRequests, await ForwardedAsync(host, "203.0.113.1"));
        Assert.Equal(second, await ForwardedAsync(host, "2001:db8:1:2::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await ForwardedAsync(host, "2001:db8:1:2:ffff::9"));
    }

    [Theory]
    [InlineData("", "203.0.113.1, 198.51.100.7", "203.0.113.2, 198.51.100.7", HttpStatusCode.TooManyRequests)]
    [InlineData("1", "203.0.113.1, 127.0.0.9", "203.0.113.2, 127.0.0.9", HttpStatusCode.TooManyRequests)]
    [InlineData("2", "203.0.113.1, 127.0.0.9", "203.0.113.2, 127.0.0.9", HttpStatusCode.OK)]
    [InlineData("2", "203.0.113.1, 198.51.100.7", "203.0.113.2, 198.51.100.7", HttpStatusCode.TooManyRequests)]
    public async Task What_stands_left_of_the_outermost_proxy_is_the_clients_own_word(string hops, string first, string second, HttpStatusCode expected)
    {
        // The client writes an address of its own choice; each proxy adds, on the right, the one it saw.
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Guard:RateLimit"] = "1",
            ["Guard:RateWindow"] = "00:10:00",
            ["Guard:TrustedProxies"] = "10.0.0.0/8, 127.0.0.0/8",
            ["Guard:ProxyHops"] = hops,
        });
        Assert.Equal(HttpStatusCode.OK, await ForwardedAsync(host, first));
        Assert.Equal(expected, await ForwardedAsync(host, second));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_can_read_when_to_come_back()
    {
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Guard:RateLimit"] = "1",
            ["Guard:RateWindow"] = "00:10:00",
            ["Guard:AllowedOrigins:0"] = "https://planner.example",
        });
        Assert.Equal("https://planner.example", await AllowedOriginAsync(host, "https://planner.example"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/items");
        request.Headers.Add("Origin", "https://planner.example");
        using var refused = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Contains("Retry-After", refused.Headers.GetValues("Access-Control-Expose-Headers").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_waits_too_long_is_given_up_while_others_are_answered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Named pipes of the file system are made with mkfifo.");
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string>
        {
            ["Guard:ApiKeySha256"] = Convert.ToHexStringLower(SHA256.HashData("key"u8)),
            ["Guard:RequestTimeout"] = "00:00:01",
            ["Model:PollInterval"] = "1:00:00",
        });
        // A manifest that never comes to its end, as on a network mount that hangs.
        var manifest = Path.Combine(host.ModelFolder, "manifest.json");
        var content = await File.ReadAllBytesAsync(manifest, TestContext.Current.CancellationToken);
        File.Delete(manifest);
        await RunAsync("mkfifo", manifest);
        var hanging = Task.Run(() => host.Refresher.RefreshAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/model/reload");
        request.Headers.Add("X-Api-Key", "key");
        using var given = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.GatewayTimeout, given.StatusCode);
        Assert.Equal("application/problem+json", given.Content.Headers.ContentType?.MediaType);
        using var items = await host.Client.GetAsync("/items", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, items.StatusCode);

        await using (var pipe = new FileStream(manifest, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            // Whoever waits has the pipe open by now; whoever looks later finds a file and does not wait.
            var whole = manifest + ".whole";
            await File.WriteAllBytesAsync(whole, content, TestContext.Current.CancellationToken);
            File.Move(whole, manifest, overwrite: true);
            await pipe.WriteAsync(content, TestContext.Current.CancellationToken);
        }

        await hanging;
    }

    [Fact]
    public async Task Connections_beyond_the_limit_are_for_probes_and_the_others_served()
    {
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Guard:MaxConnections"] = "1" });
        using var first = new TcpClient();
        await first.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
        using var reply = new HttpReply(first.GetStream());
        var request = Encoding.Latin1.GetBytes("GET /items HTTP/1.1\r\nHost: x\r\n\r\n");
        await first.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await reply.ReadAsync(TestContext.Current.CancellationToken)).Status);
        Assert.StartsWith("HTTP/1.1 503", await SendAsync(host, request), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await SendAsync(host, "GET /alive HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray()), StringComparison.Ordinal);
        await first.GetStream().WriteAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await reply.ReadAsync(TestContext.Current.CancellationToken)).Status);
    }

    [Fact]
    public async Task A_client_that_only_holds_connections_open_shuts_nobody_out()
    {
        await using var host = await ApiHost.StartAsync(settings: new Dictionary<string, string> { ["Guard:MaxConnections"] = "8" });
        var held = new List<TcpClient>();
        for (var i = 0; i < 100; i++)
        {
            held.Add(new TcpClient());
            try
            {
                await held[i].ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
            }
            catch (SocketException)
            {
                // Beyond what is let in even for probes.
            }
        }

        // Whoever connects without asking makes room half a second later.
        var deadline = DateTime.UtcNow.AddSeconds(30);
        var answer = "";
        while (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && DateTime.UtcNow < deadline)
        {
            answer = await SendAsync(host, "GET /items HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"u8.ToArray());
        }

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        held.ForEach(connection => connection.Dispose());
    }

    [Theory]
    [InlineData("Guard:TrustedProxies:0", "proxy.example", "Guard:TrustedProxies must hold addresses or networks such as 10.0.0.0/8, not 'proxy.example'.")]
    [InlineData("Guard:ProxyHops", "0", "Guard:ProxyHops must be a number from 1 to 16, not '0'.")]
    [InlineData("Guard:AllowedOrigins:0", "planner", "Guard:AllowedOrigins must hold origins such as https://example.org, not 'planner'.")]
    [InlineData("Guard:RateLimit", "-1", "Guard:RateLimit must lie between 0 and 1000000, not -1.")]
    [InlineData("Guard:ApiKeySha256", "secret", "Guard:ApiKeySha256 must be a SHA-256 in hexadecimal: printf %s KEY | sha256sum")]
    [InlineData("Model:PollInterval", "00:00:00", "Model:PollInterval must lie between 00:00:00.0500000 and 1.00:00:00, not 00:00:00.")]
    [InlineData("Sales:PollInterval", "02:00:00", "Sales:PollInterval must lie between 00:00:00.0500000 and 01:00:00, not 02:00:00.")]
    [InlineData("Sales:MaxBatchBytes", "12", "Sales:MaxBatchBytes must lie between 1024 and 1099511627776, not 12.")]
    [InlineData("Sales:KeepDays", "30", "Sales:KeepDays must lie between 200 and 36500, not 30.")]
    [InlineData("Alerts:WebhookTimeout", "00:02:00", "Alerts:WebhookTimeout must lie between 00:00:01 and 00:01:00, not 00:02:00.")]
    [InlineData("Alerts:WebhookRetryAfter", "00:00:00", "Alerts:WebhookRetryAfter must lie between 00:00:00.0500000 and 01:00:00, not 00:00:00.")]
    public async Task A_setting_that_is_not_allowed_stops_the_start_with_one_sentence(string name, string value, string sentence)
    {
        // The store is never opened: settings are checked before anything is done with them.
        using var process = new ApiProcess($"--{name}={value}", "--urls=http://127.0.0.1:0", "--Sales:Store=Host=never.invalid;Database=none");
        var (exitCode, error) = await process.EndAsync(TestContext.Current.CancellationToken);
        Assert.Equal((1, sentence), (exitCode, error.Trim()));
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

    private static async Task<HttpStatusCode> ForwardedAsync(ApiHost host, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/items");
        request.Headers.Add("X-Forwarded-For", client);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static async Task RunAsync(string program, string argument)
    {
        using var process = System.Diagnostics.Process.Start(program, [argument]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task<string> SendAsync(ApiHost host, byte[] bytes)
    {
        using var client = new TcpClient();
        var buffer = new byte[4096];
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, host.Address.Port, TestContext.Current.CancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
            var read = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            return Encoding.Latin1.GetString(buffer, 0, read);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Reset: closed without an answer.
            return "";
        }
    }
}
