using System.Net;
using System.Net.Sockets;
using Ringpost.Delivery.GuardedHttp;

namespace Ringpost.Delivery.Hosts;

/// <summary>Where requests come from, so that a receiver can list them as allowed senders.</summary>
/// <param name="Stated">Whether the instance's settings say so; else they are this machine's own, which a router may replace.</param>
/// <param name="Sure">Stated, or public.</param>
public sealed record EgressAddresses(IReadOnlyList<string> Items, bool Stated, bool Sure)
{
    // Documentation addresses: to connect a datagram socket sends nothing, it only chooses the way out.
    private static readonly IPAddress[] Anywhere = [IPAddress.Parse("203.0.113.1"), IPAddress.Parse("2001:db8::1")];

    internal static EgressAddresses Find(DeliveryOptions options)
    {
        var stated = options.EgressAddresses.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (stated.Length > 0)
            return new EgressAddresses(stated, true, true);
        IPAddress[] found = [.. Anywhere.Select(WayTo).OfType<IPAddress>()];
        return new EgressAddresses(
            [.. found.Select(a => $"{a}")],
            false,
            found.Length > 0 && Array.TrueForAll(found, a => AddressRule.Judge(a) == AddressKind.Public)
        );
    }

    private static IPAddress? WayTo(IPAddress address)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(address, 443);
            return (socket.LocalEndPoint as IPEndPoint)?.Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
