using System.Net;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Whitelist;

/// <summary>Reads a range of addresses as two fields and says at which of them the fault lies (cake.md 2.9: start and end, not CIDR).</summary>
internal static class AddressRangeRule
{
    /// <summary>The range as it is stored, in the usual spelling of its addresses.</summary>
    public static (IpRange Range, string From, string To) Read(Validation validation, string? from, string? to)
    {
        var first = Address(validation, "from", from);
        var last = Address(validation, "to", to);
        if (first is null || last is null)
            return default;
        if (first.AddressFamily != last.AddressFamily)
            validation.Add("to", "Both addresses are IPv4, or both are IPv6.");
        else if (!IpRange.TryParse(first.ToString(), last.ToString(), out var range))
            validation.Add("to", "The end of the range lies before its start.");
        else
            return (range, first.ToString(), last.ToString());
        return default;
    }

    private static IPAddress? Address(Validation validation, string field, string? value)
    {
        var text = value?.Trim() ?? "";
        if (text.Contains('/'))
            validation.Add(field, "A range has a first and a last address; 10.0.0.0/8 is 10.0.0.0 to 10.255.255.255.");
        // The parser also takes 10.1 and 0x0a000001 and zones of one machine; a list of believed senders must read as it works.
        else if (
            !IPAddress.TryParse(text, out var address)
            || text.Contains('%')
            || text.StartsWith('[')
            || (!text.Contains(':') && address.ToString() != text)
        )
            validation.Add(field, "This is not an IPv4 or IPv6 address.");
        else
            return IpRange.Unmap(address);
        return null;
    }
}
