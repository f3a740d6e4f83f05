using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class PortTests
{
    [Theory]
    [InlineData("", "", "", "http://*:8003")]
    [InlineData("9000", "", "", "http://*:9000")]
    [InlineData("9000", "", "http://localhost:7000", "http://*:9000")]
    [InlineData("", "", "http://localhost:7000", "http://localhost:7000")]
    [InlineData("9000", "http://localhost:6000", "http://localhost:7000", "http://localhost:6000")]
    public void The_command_line_goes_before_PORT_and_PORT_before_the_addresses(string port, string argument, string addresses, string expected)
    {
        string[] args = argument.Length > 0 ? ["--urls", argument] : [];
        var builder = Builder(args, ("PORT", port), ("urls", argument.Length > 0 ? argument : addresses));

        builder.AddPort(args, 8003);

        Assert.Equal(expected, builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
    }

    [Theory]
    [InlineData("", "", "http://*:8003;http://*:9464")]
    [InlineData("9000", "", "http://*:9000;http://*:9464")]
    [InlineData("", "http://localhost:7000", "http://localhost:7000;http://*:9464")]
    public void Metrics_can_have_a_port_of_their_own_beside_the_services(string port, string argument, string expected)
    {
        string[] args = argument.Length > 0 ? ["--urls", argument] : [];
        var builder = Builder(args, ("PORT", port), ("urls", argument), ("Metrics:Port", "9464"));

        builder.AddPort(args, 8003);

        Assert.Equal(expected, builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
    }

    [Theory]
    [InlineData("eight")]
    [InlineData("70000")]
    [InlineData("-1")]
    [InlineData("80 ")]
    public void A_port_that_is_none_is_refused_with_what_was_given(string port)
    {
        var builder = Builder([], ("PORT", port));

        var exception = Assert.Throws<ServiceSettingException>(() => builder.AddPort([], 8003));

        Assert.Equal($"PORT must be a number from 0 to 65535, not '{port}'.", exception.Message);
    }

    private static WebApplicationBuilder Builder(string[] args, params (string Name, string Value)[] settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new() { Args = args });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        return builder;
    }
}
