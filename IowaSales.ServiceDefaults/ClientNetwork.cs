using System.Net;
using System.Net.Sockets;

namespace IowaSales.ServiceDefaults;

/// <summary>What counts as one client: an IPv4 address, or the /64 network that an IPv6 client may pick addresses from (RFC 6177).</summary>
public static class ClientNetwork
{
    private const int NetworkBytes = 8;

    /// <summary>The client behind an address.</summary>
    /// <param name="address">Remote address; null where the connection has none.</param>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[NetworkBytes..].Clear();
        return new IPAddress(bytes);
    }
}
