using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Caps;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.Caps;

public sealed class CapLineTests
{
    [Theory]
    [InlineData(4, 0, true)]
    [InlineData(5, 0, false)]
    [InlineData(0, 4, true)]
    [InlineData(0, 5, false)]
    [InlineData(3, 2, false)]
    public void A_strict_cap_counts_what_live_calls_hold(long used, long held, bool letsIn) =>
        Assert.Equal(letsIn, new CapLine(CapPeriod.Daily, CapMeasure.Calls, 5, true).LetsIn(used, held, 0));

    [Fact]
    public void Without_strictness_only_what_is_used_counts()
    {
        var line = new CapLine(CapPeriod.Daily, CapMeasure.Calls, 5, false);
        Assert.True(line.LetsIn(4, 100, 0));
        Assert.False(line.LetsIn(5, 0, 0));
        Assert.False(new CapLine(CapPeriod.Daily, CapMeasure.Calls, 0, false).LetsIn(0, 0, 0));
    }

    [Property]
    public bool A_strict_cap_on_money_is_never_passed_by_what_it_lets_in(uint limit, uint used, uint held, uint most)
    {
        var line = new CapLine(CapPeriod.Hourly, CapMeasure.Money, limit, true);
        return !line.LetsIn(used, held, most) || (long)used + held + most <= limit;
    }

    [Fact]
    public void Each_cap_of_a_target_and_its_buyer_has_a_reason_of_its_own()
    {
        var lines = Enum.GetValues<CapPeriod>()
            .SelectMany(p => Enum.GetValues<CapMeasure>().Select(m => (CapLine?)new CapLine(p, m, 1, false)))
            .Prepend(null)
            .ToList();
        IneligibleReason[] reasons =
        [
            .. new[] { CapOwnerKind.Target, CapOwnerKind.Buyer }.SelectMany(kind =>
                lines.Select(line => new CapRefusal(new CapOwner(kind, "X", CallCaps.None, null), line).Reason)
            ),
        ];
        Assert.Equal(18, reasons.Distinct().Count());
    }

    [Theory]
    [InlineData(CapCountOn.Connect, 1)]
    [InlineData(CapCountOn.Convert, 1)]
    [InlineData(CapCountOn.Revenue, 0)]
    public void A_leg_that_converted_for_nothing_is_no_revenue(CapCountOn countOn, long places)
    {
        var owner = new CapOwner(CapOwnerKind.Target, "TA1", new CallCaps { CountOn = countOn }, null);
        Assert.Equal(places, new CapCount(true, true, 0).In(owner, CapMeasure.Calls));
        Assert.Equal(0, new CapCount(true, true, 0).In(owner, CapMeasure.Money));
        Assert.Equal(0, default(CapCount).In(owner, CapMeasure.Calls));
    }

    [Fact]
    public void A_day_of_the_cap_has_23_or_25_hours_where_its_zone_says_so()
    {
        var day = new CapLine(CapPeriod.Daily, CapMeasure.Calls, 1, false);
        var zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        var spring = day.RangeAt(new Instant(DateTimeOffset.Parse("2026-03-08T12:00:00Z", null).ToUnixTimeMilliseconds()), zone);
        var autumn = day.RangeAt(new Instant(DateTimeOffset.Parse("2026-11-01T12:00:00Z", null).ToUnixTimeMilliseconds()), zone);
        Assert.Equal((TimeSpan.FromHours(23), TimeSpan.FromHours(25)), (spring.To - spring.From, autumn.To - autumn.From));
    }

    [Fact]
    public void Caps_survive_being_stored_and_none_is_written_as_nothing()
    {
        var caps = new CallCaps
        {
            Daily = 5,
            MonthlySum = 12_500_000,
            CountOn = CapCountOn.Revenue,
            StrictCounts = true,
            TimeZone = "Europe/Berlin",
        };
        Assert.Equal(caps, CallCaps.FromJson(caps.ToJson()));
        Assert.Contains("\"monthlySum\":12.5", caps.ToJson(), StringComparison.Ordinal);
        Assert.Equal("{}", CallCaps.None.ToJson());
        Assert.Equal(["daily", "monthlySum"], caps.Lines().Select(l => l.Field));
    }
}
