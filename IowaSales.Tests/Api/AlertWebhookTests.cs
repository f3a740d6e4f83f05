using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IowaSales.Api.Alerts;
using IowaSales.Contracts;
using IowaSales.Tests.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Api;

/// <summary>Alerts that are posted to somebody else.</summary>
public sealed class AlertWebhookTests
{
    private const string Secret = "sixteen characters and more";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_alert_is_posted_until_it_is_taken_and_signed_each_time()
    {
        var received = new ConcurrentQueue<(string Signature, byte[] Body)>();
        await using var receiver = await ReceiverAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, Cancellation);
            received.Enqueue((context.Request.Headers[AlertWebhook.SignatureHeader].ToString(), body.ToArray()));
            context.Response.StatusCode = received.Count == 1 ? StatusCodes.Status500InternalServerError : StatusCodes.Status204NoContent;
        });
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync(), new Dictionary<string, string>
        {
            ["Alerts:WebhookUrl"] = $"{receiver.Urls.First()}/alerts",
            ["Alerts:WebhookSecret"] = Secret,
            ["Alerts:WebhookRetryAfter"] = "00:00:00.3",
        });

        await StoreHost.UntilAsync(() => Task.FromResult(received.Count), count => count >= 2);

        Assert.True(received.Count >= 2, "The alert about missing sales was not posted again after it was refused.");
        Assert.All(received, delivery =>
        {
            var parts = delivery.Signature.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => part[1]);
            byte[] signed = [.. Encoding.UTF8.GetBytes($"{parts["t"]}."), .. delivery.Body];
            var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed);
            Assert.Equal(Convert.ToHexStringLower(expected), parts["v1"]);
        });
        var alert = JsonSerializer.Deserialize(received.Last().Body, ContractJson.Default.SalesAlert)!;
        Assert.Equal("stale_data", alert.Kind);
        await Task.Delay(1000, Cancellation);
        Assert.Equal(2, received.Count);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var followed = 0;
        await using var elsewhere = await ReceiverAsync(_ =>
        {
            Interlocked.Increment(ref followed);
            return Task.CompletedTask;
        });
        var asked = 0;
        await using var receiver = await ReceiverAsync(context =>
        {
            Interlocked.Increment(ref asked);
            context.Response.Redirect(elsewhere.Urls.First(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var host = await StoreHost.StartAsync(await TestStore.SqliteAsync(), new Dictionary<string, string>
        {
            ["Alerts:WebhookUrl"] = receiver.Urls.First(),
            ["Alerts:WebhookSecret"] = Secret,
        });

        await StoreHost.UntilAsync(() => Task.FromResult(asked), count => count > 0);
        await Task.Delay(300, Cancellation);

        Assert.Equal((1, 0), (asked, followed));
    }

    [Theory]
    [InlineData("http://example.org/hook", Secret, "https")]
    [InlineData("https://user:pass@example.org/hook", Secret, "user name")]
    [InlineData("file:///etc/passwd", Secret, "https")]
    [InlineData("https://example.org/hook", "short", "Alerts:WebhookSecret")]
    public void An_address_or_key_that_is_not_safe_is_refused(string url, string secret, string expected)
    {
        var result = new AlertWebhookValidator().Validate(null, new AlertOptions { WebhookUrl = url, WebhookSecret = secret });
        Assert.True(result.Failed);
        Assert.Contains(expected, result.FailureMessage, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ReceiverAsync(RequestDelegate receive)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add($"http://{IPAddress.Loopback}:0");
        app.Run(receive);
        await app.StartAsync(Cancellation);
        return app;
    }
}
