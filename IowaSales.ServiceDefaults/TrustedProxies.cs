using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using IPNetwork = System.Net.IPNetwork;

namespace IowaSales.ServiceDefaults;

/// <summary>
/// Which proxies may say who the client is. <c>Guard:TrustedProxies</c> holds their addresses or networks, as a list or in one value separated by
/// commas or spaces; <c>Guard:ProxyHops</c> is the number of proxies in front of the service.
/// </summary>
public static class TrustedProxies
{
    private const string ProxiesSetting = "Guard:TrustedProxies";
    private const string HopsSetting = "Guard:ProxyHops";
    private const int DefaultHops = 1;
    private const int MaxHops = 16;

    private static readonly char[] Separators = [',', ';', ' '];

    /// <summary>
    /// Takes the client's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, where the connection comes from a trusted
    /// proxy. Entries count from the right, one for each hop: those further left were written by the client, or by whoever it came through.
    /// </summary>
    /// <param name="app">The application.</param>
    /// <exception cref="ServiceSettingException">A setting cannot be used.</exception>
    public static void UseTrustedProxies(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var known = In(app.Configuration);
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = HopsIn(app.Configuration),
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var address in known.Addresses)
        {
            options.KnownProxies.Add(address);
        }

        foreach (var network in known.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        if (options.KnownProxies.Count + options.KnownIPNetworks.Count > 0)
        {
            app.UseForwardedHeaders(options);
        }
    }

    /// <summary>The proxies that are trusted.</summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>Their addresses and networks.</returns>
    /// <exception cref="ServiceSettingException">A setting cannot be used.</exception>
    public static Known In(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var addresses = new List<IPAddress>();
        var networks = new List<IPNetwork>();
        foreach (var proxy in ProxiesIn(configuration))
        {
            if (IPAddress.TryParse(proxy, out var address))
            {
                addresses.Add(address);
            }
            else if (IPNetwork.TryParse(proxy, out var network))
            {
                networks.Add(network);
            }
            else
            {
                throw new ServiceSettingException($"{ProxiesSetting} must hold addresses or networks such as 10.0.0.0/8, not '{proxy}'.");
            }
        }

        return new Known(addresses, networks);
    }

    private static IEnumerable<string> ProxiesIn(IConfiguration configuration)
    {
        var section = configuration.GetSection(ProxiesSetting);
        return section.GetChildren().Select(child => child.Value)
            .Prepend(section.Value)
            .OfType<string>()
            .SelectMany(text => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static int HopsIn(IConfiguration configuration) =>
        configuration[HopsSetting] is not { Length: > 0 } text ? DefaultHops
        : int.TryParse(text, out var hops) && hops is >= 1 and <= MaxHops ? hops
        : throw new ServiceSettingException($"{HopsSetting} must be a number from 1 to {MaxHops}, not '{text}'.");

    /// <summary>Proxies that are trusted.</summary>
    /// <param name="Addresses">Their addresses.</param>
    /// <param name="Networks">Networks that all addresses of are.</param>
    public sealed record Known(IReadOnlyList<IPAddress> Addresses, IReadOnlyList<IPNetwork> Networks)
    {
        /// <summary>Whether an address is one of them.</summary>
        /// <param name="address">The address.</param>
        /// <returns>True for a trusted proxy.</returns>
        public bool Contain(IPAddress address)
        {
            ArgumentNullException.ThrowIfNull(address);
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            return Addresses.Contains(plain) || Networks.Any(network => network.Contains(plain));
        }
    }
}
