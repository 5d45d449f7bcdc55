using System.Net;
using FsCheck.Xunit;
using Xunit;

namespace Ringpost.Primitives.Tests;

public sealed class IpRangeTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.9", "10.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.9", "10.0.0.9", true)]
    [InlineData("10.0.0.1", "10.0.0.9", "10.0.0.10", false)]
    [InlineData("10.0.0.1", "10.0.0.9", "10.0.0.0", false)]
    [InlineData("9.255.255.255", "10.0.0.1", "10.0.0.0", true)]
    [InlineData("10.0.0.1", "10.0.0.9", "::ffff:10.0.0.5", true)]
    [InlineData("::ffff:10.0.0.1", "10.0.0.9", "10.0.0.5", true)]
    [InlineData("10.0.0.1", "10.0.0.9", "::10.0.0.5", false)]
    [InlineData("2001:db8::", "2001:db8::ffff", "2001:db8::1", true)]
    [InlineData("2001:db8::", "2001:db8::ffff", "2001:db8::1:0", false)]
    [InlineData("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "8.8.8.8", false)]
    [InlineData("0.0.0.0", "255.255.255.255", "255.255.255.255", true)]
    [InlineData(" 10.0.0.1 ", "10.0.0.1", "10.0.0.1", true)]
    public void A_range_holds_both_its_ends_of_its_own_family(string from, string to, string address, bool holds)
    {
        Assert.True(IpRange.TryParse(from, to, out var range));
        Assert.Equal(holds, range.Contains(IPAddress.Parse(address)));
    }

    [Theory]
    [InlineData("10.0.0.9", "10.0.0.1")]
    [InlineData("10.0.0.1", "2001:db8::1")]
    [InlineData("10.0.0.0/8", "10.0.0.1")]
    [InlineData("", "10.0.0.1")]
    [InlineData(null, null)]
    [InlineData("hello", "10.0.0.1")]
    public void Reversed_mixed_and_malformed_ranges_are_refused(string? from, string? to) =>
        Assert.False(IpRange.TryParse(from, to, out _));

    [Fact]
    public void The_range_that_was_not_set_holds_nothing() => Assert.False(default(IpRange).Contains(IPAddress.Any));

    [Property]
    public bool Membership_is_the_order_of_the_numbers(uint a, uint b, uint c)
    {
        var (from, to) = (Math.Min(a, b), Math.Max(a, b));
        return IpRange.TryParse(Address(from).ToString(), Address(to).ToString(), out var range)
            && range.Contains(Address(c)) == (c >= from && c <= to)
            && range.Contains(Address(c).MapToIPv6()) == range.Contains(Address(c));
    }

    private static IPAddress Address(uint number) => new([(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number]);
}
