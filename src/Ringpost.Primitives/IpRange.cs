using System.Net;
using System.Net.Sockets;

namespace Ringpost.Primitives;

/// <summary>An inclusive range of addresses of one family (cake.md 2.9): start and end, not CIDR. Mapped IPv4 counts as IPv4.</summary>
public readonly record struct IpRange
{
    private readonly UInt128 _from,
        _to;
    private readonly AddressFamily _family;

    private IpRange(UInt128 from, UInt128 to, AddressFamily family) => (_from, _to, _family) = (from, to, family);

    public static bool TryParse(string? from, string? to, out IpRange range)
    {
        range = default;
        if (!IPAddress.TryParse(from?.Trim(), out var first) || !IPAddress.TryParse(to?.Trim(), out var last))
            return false;
        first = Unmap(first);
        last = Unmap(last);
        if (first.AddressFamily != last.AddressFamily || ToNumber(first) > ToNumber(last))
            return false;
        range = new IpRange(ToNumber(first), ToNumber(last), first.AddressFamily);
        return true;
    }

    public bool Contains(IPAddress address)
    {
        var plain = Unmap(address);
        if (plain.AddressFamily != _family)
            return false;
        var number = ToNumber(plain);
        return number >= _from && number <= _to;
    }

    public static IPAddress Unmap(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        var number = UInt128.Zero;
        foreach (var b in bytes[..length])
            number = (number << 8) | b;
        return number;
    }
}
