using System.Net;
using System.Net.Sockets;

namespace Ringpost.Delivery.GuardedHttp;

internal enum AddressKind
{
    /// <summary>Reachable from anywhere.</summary>
    Public,

    /// <summary>Loopback, a home or company network, a carrier's shared range: open only where an administrator says so.</summary>
    Private,

    /// <summary>Link-local (and with it every cloud's metadata address), multicast, unspecified, reserved, documentation.</summary>
    Closed,
}

/// <summary>What an address is, by IANA's registries of special addresses. An IPv6 form that carries an IPv4 address is judged by that.</summary>
internal static class AddressRule
{
    private static readonly (IPNetwork Network, AddressKind Kind)[] Four =
    [
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Private),
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Closed),
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.Closed),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Closed),
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Closed),
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Closed),
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Closed),
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Closed),
        (IPNetwork.Parse("224.0.0.0/4"), AddressKind.Closed),
        (IPNetwork.Parse("240.0.0.0/4"), AddressKind.Closed),
    ];

    // Everything outside 2000::/3 that is not named here is closed.
    private static readonly (IPNetwork Network, AddressKind Kind)[] Six =
    [
        (IPNetwork.Parse("::1/128"), AddressKind.Private),
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        // An instance in AWS reads its metadata here, inside the private range.
        (IPNetwork.Parse("fd00:ec2::/32"), AddressKind.Closed),
        (IPNetwork.Parse("2001::/23"), AddressKind.Closed),
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Closed),
        (IPNetwork.Parse("3fff::/20"), AddressKind.Closed),
    ];

    private static readonly IPNetwork Global = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    public static AddressKind Judge(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return Match(Four, address) ?? AddressKind.Public;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return AddressKind.Closed;
        if (address.IsIPv4MappedToIPv6)
            return Judge(address.MapToIPv4());
        var bytes = address.GetAddressBytes();
        if (Nat64.Contains(address))
            return Judge(new IPAddress(bytes.AsSpan(12, 4)));
        if (SixToFour.Contains(address))
            return Judge(new IPAddress(bytes.AsSpan(2, 4)));
        return Match(Six, address) ?? (Global.Contains(address) ? AddressKind.Public : AddressKind.Closed);
    }

    private static AddressKind? Match((IPNetwork Network, AddressKind Kind)[] table, IPAddress address)
    {
        AddressKind? found = null;
        var longest = -1;
        foreach (var (network, kind) in table)
            if (network.PrefixLength > longest && network.Contains(address))
                (found, longest) = (kind, network.PrefixLength);
        return found;
    }
}
