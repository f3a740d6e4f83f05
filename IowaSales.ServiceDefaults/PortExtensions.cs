using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace IowaSales.ServiceDefaults;

/// <summary>Where a service listens.</summary>
public static class PortExtensions
{
    /// <summary>The setting and environment variable that names the port.</summary>
    internal const string PortSetting = "PORT";

    private const string MetricsPortSetting = "Metrics:Port";
    private const string EveryInterface = "*";

    /// <summary>
    /// Listens on <c>--urls</c> where given, else on the port in <c>PORT</c>, else where <c>ASPNETCORE_URLS</c> or the host's other
    /// settings say, else on the default port. A port alone is one of every interface, the default port one of <paramref name="defaultHost"/>. Where
    /// <c>Metrics:Port</c> is set, listens there too.
    /// </summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="args">The process's arguments.</param>
    /// <param name="defaultPort">Port of last resort.</param>
    /// <param name="defaultHost">Host of that port: <c>*</c> for every interface.</param>
    /// <exception cref="ServiceSettingException"><c>PORT</c> or <c>Metrics:Port</c> is not a port.</exception>
    public static void AddPort(this WebApplicationBuilder builder, string[] args, int defaultPort, string defaultHost = EveryInterface)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var configuration = builder.Configuration;
        var address = AddressIn(configuration, args, AddressOf(defaultHost, defaultPort));
        if (MetricsPortIn(configuration) is { } metrics)
        {
            address = $"{address ?? throw new ServiceSettingException($"{MetricsPortSetting} needs the service's own address in PORT, --urls or ASPNETCORE_URLS.")};{AddressOf(EveryInterface, metrics)}";
        }

        if (address is not null)
        {
            builder.WebHost.UseUrls(address);
        }
    }

    /// <summary>Port on which nothing but the metrics is meant to be asked for; null where they share the service's.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="ServiceSettingException"><c>Metrics:Port</c> is not a port.</exception>
    internal static int? MetricsPortIn(IConfiguration configuration) =>
        configuration[MetricsPortSetting] is { Length: > 0 } text ? PortOf(text, MetricsPortSetting) : null;

    /// <summary>The addresses to listen on; null where the host's other settings name them.</summary>
    private static string? AddressIn(ConfigurationManager configuration, string[] args, string defaultAddress)
    {
        if (new ConfigurationBuilder().AddCommandLine(args).Build()["urls"] is { Length: > 0 } asked)
        {
            return asked;
        }

        if (configuration[PortSetting] is { Length: > 0 } port)
        {
            return AddressOf(EveryInterface, PortOf(port, PortSetting));
        }

        if (configuration["urls"] is { Length: > 0 } urls)
        {
            return urls;
        }

        return string.IsNullOrEmpty(configuration["http_ports"]) && !configuration.GetSection("Kestrel:Endpoints").Exists() ? defaultAddress : null;
    }

    private static int PortOf(string text, string setting) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue
            ? port
            : throw new ServiceSettingException($"{setting} must be a number from 0 to {ushort.MaxValue}, not '{text}'.");

    private static string AddressOf(string host, int port) => string.Create(CultureInfo.InvariantCulture, $"http://{host}:{port}");
}
