using System.Net;
using System.Net.Sockets;
using IowaSales.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace IowaSales.Tests.Defaults;

public sealed class ServiceHostTests
{
    [Fact]
    public async Task A_setting_that_cannot_be_used_ends_the_service_with_exit_code_1() =>
        Assert.Equal(1, await ServiceHost.RunAsync(() => throw new ServiceSettingException("PORT must be a number.")));

    [Fact]
    public async Task A_port_that_is_taken_ends_the_service_with_exit_code_1()
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();

        Assert.Equal(1, await ServiceHost.RunAsync(() => Service(((IPEndPoint)holder.LocalEndpoint).Port)));
    }

    [Fact]
    public async Task An_orderly_stop_is_exit_code_0()
    {
        Assert.Equal(0, await ServiceHost.RunAsync(() =>
        {
            var app = Service(0);
            app.Lifetime.ApplicationStarted.Register(app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication);
            return app;
        }));
    }

    [Fact]
    public async Task A_fault_of_the_program_is_not_taken_for_a_setting() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => ServiceHost.RunAsync(() => throw new InvalidOperationException("fault")));

    private static WebApplication Service(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        return builder.Build();
    }
}
