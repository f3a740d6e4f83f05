using System.Net;
using System.Net.WebSockets;
using IowaSales.Web.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Xunit;

namespace IowaSales.Tests.Web;

/// <summary>The gate before pages and sessions, over a host of its own whose session lasts as long as its WebSocket.</summary>
public sealed class VisitorLimitsTests : IAsyncDisposable
{
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;
    private readonly TaskCompletionSource<string> _slow = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;

    [Fact]
    public async Task Of_many_pages_asked_for_at_once_some_are_rendered_some_wait_and_the_others_are_turned_away()
    {
        var server = await StartAsync(("Visitors:MaxSessions", "500"), ("Visitors:MaxSessionsPerClient", "500"));
        var asked = Enumerable.Range(0, 60).Select(_ => server.CreateClient().GetAsync("/slow", _stop)).ToList();

        // 8 are rendered and 32 wait; the answers of the other 20 come at once.
        for (var answered = 0; answered < 20; answered++)
        {
            var turnedAway = await Task.WhenAny(asked);
            asked.Remove(turnedAway);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await turnedAway).StatusCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await server.CreateClient().GetAsync("/health", _stop)).StatusCode);
        _slow.SetResult("page");
        Assert.All(await Task.WhenAll(asked), answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task A_visitor_beyond_the_limit_gets_a_page_that_asks_again_and_gets_in_when_one_leaves()
    {
        var server = await StartAsync(("Visitors:MaxSessions", "3"), ("Visitors:MaxSessionsPerClient", "3"));
        var open = new List<WebSocket>();
        for (var session = 0; session < 3; session++)
        {
            open.Add(await server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/_blazor?id=1"), _stop));
        }

        var refused = await PageAsync(server);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(15), refused.Headers.RetryAfter!.Delta);
        Assert.Contains("http-equiv=\"refresh\"", await refused.Content.ReadAsStringAsync(_stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await server.CreateClient().PostAsync("/_blazor/negotiate", null, _stop)).StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/_blazor?id=2"), _stop));

        await open[0].CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, _stop);
        var sessions = (SessionCount)_app!.Services.GetService(typeof(SessionCount))!;
        Assert.True(SpinWait.SpinUntil(() => sessions.Open == 2, TimeSpan.FromSeconds(20)));
        Assert.Equal(HttpStatusCode.OK, (await PageAsync(server)).StatusCode);
    }

    [Fact]
    public async Task What_is_no_page_is_answered_also_when_all_sessions_are_taken()
    {
        var server = await StartAsync(("Visitors:MaxSessions", "1"));
        using var open = await server.CreateWebSocketClient().ConnectAsync(new Uri("ws://localhost/_blazor"), _stop);

        Assert.Equal(HttpStatusCode.OK, (await server.CreateClient().GetAsync("/health", _stop)).StatusCode);
        using var browser = new HttpRequestMessage(HttpMethod.Get, "/health") { Headers = { { "Accept", "text/html" } } };
        Assert.Equal(HttpStatusCode.OK, (await server.CreateClient().SendAsync(browser, _stop)).StatusCode);
    }

    [Theory]
    [InlineData("http://localhost", HttpStatusCode.OK)]
    [InlineData("https://elsewhere.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:81", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://board.example", HttpStatusCode.OK)]
    public async Task A_session_is_negotiated_from_the_own_origin_and_listed_ones_only(string origin, HttpStatusCode status)
    {
        var server = await StartAsync(("Visitors:AllowedOrigins:0", "https://board.example"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate");
        request.Headers.Add("Origin", origin);

        Assert.Equal(status, (await server.CreateClient().SendAsync(request, _stop)).StatusCode);
    }

    [Fact]
    public async Task A_session_without_a_WebSocket_is_refused()
    {
        var server = await StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await server.CreateClient().GetAsync("/_blazor?id=3", _stop)).StatusCode);
    }

    [Fact]
    public void One_client_cannot_take_every_session()
    {
        var sessions = new SessionCount(Options.Create(new VisitorOptions { MaxSessions = 8 }));
        var one = IPAddress.Parse("203.0.113.7");
        var taken = Enumerable.Range(0, 10).Select(_ => sessions.TryOpen(one)).ToArray();

        Assert.Equal(2, taken.Count(session => session is not null));
        Assert.False(sessions.HasRoomFor(one));
        Assert.True(sessions.HasRoomFor(IPAddress.Parse("203.0.113.8")));
        taken[0]!.Dispose();
        taken[0]!.Dispose();
        Assert.Equal(1, sessions.Open);
        Assert.True(sessions.HasRoomFor(one));
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_are_one_client()
    {
        var sessions = new SessionCount(Options.Create(new VisitorOptions { MaxSessions = 8, MaxSessionsPerClient = 1 }));

        Assert.NotNull(sessions.TryOpen(IPAddress.Parse("2001:db8:1:2::1")));
        Assert.Null(sessions.TryOpen(IPAddress.Parse("2001:db8:1:2:ffff::9")));
        Assert.NotNull(sessions.TryOpen(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Theory]
    [InlineData(192L << 20, 48)]
    [InlineData(1L << 20, 16)]
    [InlineData(64L << 30, 2000)]
    public void Sessions_that_fit_follow_from_the_memory(long bytes, int sessions) => Assert.Equal(sessions, VisitorOptions.SessionsThatFit(bytes));

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    private static Task<HttpResponseMessage> PageAsync(TestServer server)
    {
        var client = server.CreateClient();
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml");
        return client.GetAsync("/", TestContext.Current.CancellationToken);
    }

    private async Task<TestServer> StartAsync(params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.WebHost.UseTestServer();
        builder.AddVisitorLimits();
        _app = builder.Build();
        _app.UseVisitorLimits();
        _app.MapGet("/", () => "page").WithMetadata(new ComponentTypeMetadata(typeof(object)));
        _app.MapGet("/slow", async () => await _slow.Task.WaitAsync(_stop)).WithMetadata(new ComponentTypeMetadata(typeof(object)));
        _app.MapGet("/health", () => "healthy");
        _app.MapPost("/_blazor/negotiate", () => "negotiated");
        _app.Map("/_blazor", async (HttpContext context) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.ReceiveAsync(new byte[64], context.RequestAborted);
        });
        await _app.StartAsync(_stop);
        return _app.GetTestServer();
    }
}
