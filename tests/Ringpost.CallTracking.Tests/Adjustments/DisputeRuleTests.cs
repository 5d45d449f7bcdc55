using FsCheck.Xunit;
using Ringpost.CallTracking.Adjustments;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.Adjustments;

public sealed class DisputeRuleTests
{
    private static readonly Instant Arrived = new(1_772_000_000_000);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private static Result<long> Decide(
        long costs = 25,
        long wanted = 0,
        int days = 14,
        TimeSpan after = default,
        bool before = false,
        bool always = false
    ) => DisputeRule.Decide(new DisputedCall(Arrived, costs, Currency.Usd, before), wanted, days, Arrived + after, always);

    [Fact]
    public void The_last_moment_is_in_time_and_the_next_is_not()
    {
        Assert.True(Decide(after: TimeSpan.FromDays(14) - Tick).IsOk);
        var refused = Decide(after: TimeSpan.FromDays(14)).Refusal!;
        Assert.Equal("dispute-window-over", refused.Type);
        Assert.Contains("2026-03-11 06:13 UTC", refused.Message, StringComparison.Ordinal);
        Assert.True(Decide(after: TimeSpan.FromDays(400), always: true).IsOk);
    }

    [Fact]
    public void An_administrator_passes_over_time_and_decision_but_not_over_what_the_call_costs()
    {
        Assert.Equal("dispute-decided", Decide(before: true).Refusal!.Type);
        Assert.Equal("disputes-off", Decide(days: 0).Refusal!.Type);
        Assert.True(Decide(before: true, days: 0, always: true).IsOk);
        Assert.Equal("nothing-to-dispute", Decide(costs: 0, always: true).Refusal!.Type);
        Assert.IsType<Invalid>(Decide(wanted: 25, always: true).Refusal);
    }

    [Property]
    public void What_is_asked_for_is_never_more_than_the_call_costs(uint costs, uint wanted)
    {
        var decided = Decide(costs, wanted);
        Assert.Equal(wanted < costs, decided.IsOk);
        if (decided.IsOk)
            Assert.InRange(decided.Value, -(long)costs, -1);
    }

    [Property]
    public void A_call_is_held_by_itself_as_it_is_held_among_many(ushort days, int apart)
    {
        var settings = new DisputeSettings(14, days % 366);
        var now = Arrived + TimeSpan.FromMilliseconds(apart);
        Assert.Equal(settings.HeldUntil(Arrived, now) is not null, Arrived > settings.HeldSince(now));
    }
}
