using FsCheck.Xunit;
using Ringpost.Attribution.Clicks;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Attribution.Tests.Clicks;

public sealed class ClickPartsTests
{
    private static readonly string A = new('a', 150),
        B = new('b', 70);

    [Fact]
    public void Sub_ids_spill_into_the_next_one()
    {
        Assert.Equal([null, A[..100], A[100..], null, null], SubIdRule.Spill([null, A, null, null, null]));
        Assert.Equal([A[..50], A[50..], B, null, null], SubIdRule.Spill([A, null, B, null, null]));
        Assert.Equal([null, null, A[..100], A[100..] + "c", null], SubIdRule.Spill([null, null, A, "c", null]));
        Assert.Equal([null, null, null, null, A[..100]], SubIdRule.Spill([null, null, null, null, A]));
        Assert.Equal(["a", null, "c", null, null], SubIdRule.Spill(["a", null, "c", null, null]));
    }

    [Property]
    public bool Spilling_loses_nothing_that_fits(string?[] texts)
    {
        var given = Enumerable.Range(0, 5).Select(i => i < texts.Length ? texts[i] : null).ToArray();
        var before = string.Concat(given);
        var after = SubIdRule.Spill(given);
        return before.StartsWith(string.Concat(after), StringComparison.Ordinal)
            && (after[4]?.Length ?? 0) <= 100
            && after.Take(4).Skip(1).All(s => s is null || s.Length <= 100)
            && (after[0]?.Length ?? 0) <= 50;
    }

    [Property]
    public bool A_filled_link_keeps_its_host_and_its_parameters(string?[] subIds, string udid)
    {
        var five = Enumerable.Range(0, 5).Select(i => i < subIds.Length ? subIds[i] : null).ToArray();
        if (five.Append(udid).Any(s => s is not null && s.Any(char.IsSurrogate)))
            return true;
        var filled = LinkTemplate.Fill(
            "https://landing.example/p?a=#s1#&b=#s2#&c=#udid#&d=#unknown#&e=#oreqid#",
            new LinkValues(new(1), new(2), new(3), new(4), 5, 6, five, udid)
        );
        var query = filled.Split('?')[1].Split('&');
        return filled.StartsWith("https://landing.example/p?a=", StringComparison.Ordinal)
            && filled.EndsWith("&d=#unknown#&e=6", StringComparison.Ordinal)
            && query.Length == 5
            && Uri.UnescapeDataString(query[0][2..]) == (five[0] ?? "");
    }

    [Fact]
    public void Tokens_stand_beside_other_hashes() =>
        Assert.Equal(
            "https://x.example/#top?a=1#",
            LinkTemplate.Fill("https://x.example/#top?a=#affid##", new LinkValues { Affiliate = new(1) })
        );

    [Theory]
    [InlineData(30.0, 1L, false, null)]
    [InlineData(30.0001, 1L, false, 5L)]
    [InlineData(1.0, 2L, false, null)]
    [InlineData(1.0, 2L, true, 5L)]
    [InlineData(1.0, 1L, true, null)]
    public void The_cookie_days_include_their_last_moment(double daysLater, long affiliate, bool lastTouch, long? touch)
    {
        var first = new Touch(7, 4, new AffiliateId(1), new Instant(1_000_000));
        var at = first.At + TimeSpan.FromDays(daysLater);
        Assert.Equal(touch, TouchRule.Decide(first, new AffiliateId(affiliate), at, 30, lastTouch, true));
        Assert.Equal(5, TouchRule.Decide(first, new AffiliateId(affiliate), at, 30, lastTouch, deduplication: false));
        Assert.Equal(0, TouchRule.Decide(null, new AffiliateId(affiliate), at, 30, lastTouch, true));
    }

    [Theory]
    [InlineData("?a=1&c=2", true)]
    [InlineData("?C=2&s1=x&A=1", true)]
    [InlineData("?a=1", false)]
    [InlineData("?abc=1&c=2", false)]
    [InlineData("?", false)]
    [InlineData("?a&c", false)]
    public void A_click_names_affiliate_and_creative(string query, bool click) => Assert.Equal(click, ClickRequest.IsClick(query));

    [Property]
    public bool Any_query_can_be_read(string query) => ClickRequest.Read(query ?? "") is not null;

    [Fact]
    public void Numbers_are_positive_ordered_by_time_and_bound_a_range()
    {
        var identifiers = new Identifiers(TimeProvider.System);
        var (earlier, later) = (new Instant(1_750_000_000_000), new Instant(1_750_000_000_001));
        Assert.InRange(identifiers.Number(earlier), Identifiers.FirstNumber(earlier), Identifiers.FirstNumber(later) - 1);
        Assert.True(Identifiers.FirstNumber(new Instant(long.MaxValue / 2)) > 0);
        Assert.Equal(0, Identifiers.FirstNumber(new Instant(0)));
    }
}
