using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace IowaSales.ServiceDefaults;

/// <summary>Where a service listens.</summary>
public static class PortExtensions
{
    /// <summary>
    /// Listens on <c>--urls</c> where given, else on the port in <c>PORT</c>, else where <c>ASPNETCORE_URLS</c> or the host's other
    /// settings say, else on the default port; on every interface unless an address says otherwise.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="args">The process's arguments.</param>
    /// <param name="defaultPort">Port of last resort.</param>
    /// <exception cref="ServiceSettingException"><c>PORT</c> is not a port.</exception>
    public static void AddPort(this WebApplicationBuilder builder, string[] args, int defaultPort)
    {
        if (new ConfigurationBuilder().AddCommandLine(args).Build()["urls"] is { Length: > 0 })
        {
            return;
        }

        var configuration = builder.Configuration;
        if (configuration["PORT"] is { Length: > 0 } port)
        {
            builder.WebHost.UseUrls(AddressOf(PortOf(port)));
        }
        else if (string.IsNullOrEmpty(configuration["urls"])
            && string.IsNullOrEmpty(configuration["http_ports"])
            && !configuration.GetSection("Kestrel:Endpoints").Exists())
        {
            builder.WebHost.UseUrls(AddressOf(defaultPort));
        }
    }

    private static int PortOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new ServiceSettingException($"PORT must be a number from 0 to {ushort.MaxValue}, not '{text}'.");

    private static string AddressOf(int port) => string.Create(CultureInfo.InvariantCulture, $"http://*:{port}");
}
