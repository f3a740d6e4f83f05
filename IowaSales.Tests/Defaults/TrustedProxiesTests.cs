using System.Net;
using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class TrustedProxiesTests
{
    [Theory]
    [InlineData("", "http 127.0.0.1")]
    [InlineData("192.0.2.1", "http 127.0.0.1")]
    [InlineData("192.0.2.1,127.0.0.1", "https 203.0.113.5")]
    [InlineData("10.0.0.0/8 127.0.0.0/8", "https 203.0.113.5")]
    public async Task Behind_a_proxy_with_TLS_a_service_sees_the_browsers_scheme_and_address(string proxies, string seen)
    {
        await using var app = Service(("Guard:TrustedProxies", proxies));
        app.UseTrustedProxies();
        app.MapGet("/seen", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress?.MapToIPv4()}");
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Address(app)}/seen");
        request.Headers.Add("X-Forwarded-For", "198.51.100.66, 203.0.113.5");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(seen, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Guard:TrustedProxies:0", "10.0.0.0/33")]
    [InlineData("Guard:TrustedProxies", "10.0.0.1, ingress")]
    [InlineData("Guard:ProxyHops", "many")]
    [InlineData("Guard:ProxyHops", "17")]
    public async Task A_setting_that_cannot_be_used_is_refused(string name, string value)
    {
        await using var app = Service((name, value));

        var exception = Assert.Throws<ServiceSettingException>(app.UseTrustedProxies);

        Assert.StartsWith(name.Replace(":0", "", StringComparison.Ordinal), exception.Message, StringComparison.Ordinal);
    }

    private static WebApplication Service((string Name, string Value) setting)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create(setting.Name, (string?)setting.Value)]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static string Address(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
