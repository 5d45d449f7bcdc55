using FsCheck.Xunit;
using Ringpost.Attribution.Caps;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.Attribution.Tests.Caps;

public sealed class CapTallyTests
{
    private static readonly Instant Now = new(1_000);

    [Fact]
    public void What_is_over_one_cap_takes_no_place_in_any()
    {
        var (narrow, wide) = (Slot(1, 2), Slot(2, 10));
        var tally = new CapTally([new CapCount(narrow.Key), new CapCount(wide.Key)]);
        Assert.Null(tally.Take([wide, narrow], Now));
        Assert.Null(tally.Take([wide, narrow], Now));
        Assert.Equal(narrow, tally.Take([wide, narrow], Now));
        Assert.Equal((2, 2, 1, 0), (tally.Of(narrow).Used, tally.Of(wide).Used, tally.Of(narrow).Over, tally.Of(wide).Over));
        Assert.Equal([narrow], tally.JustMet);
    }

    [Fact]
    public void The_cap_that_was_met_first_is_the_one_that_is_named()
    {
        var (early, late) = (Slot(2, 1), Slot(1, 1));
        var tally = new CapTally([new CapCount(early.Key, 1, 0, new Instant(5)), new CapCount(late.Key, 1, 0, new Instant(9))]);
        Assert.Equal(early, tally.Take([late, early], Now));
    }

    [Fact]
    public void A_limit_of_0_lets_nothing_pass_and_a_cap_that_alerts_closes_nothing()
    {
        var nothing = Slot(1, 0);
        Assert.Equal(nothing, new CapTally([new CapCount(nothing.Key)]).Take([nothing], Now));
        var alert = Slot(2, 1, alertOnly: true);
        var tally = new CapTally([new CapCount(alert.Key)]);
        Assert.Null(tally.Take([alert], Now));
        Assert.Null(tally.Take([alert], Now));
        Assert.Equal((2, 0, 1), (tally.Of(alert).Used, tally.Of(alert).Over, tally.JustMet.Count));
    }

    [Fact]
    public void A_slot_that_only_asks_takes_no_place()
    {
        var asked = Slot(1, 1) with { Counts = false };
        var tally = new CapTally([new CapCount(asked.Key)]);
        Assert.Null(tally.Take([asked], Now));
        Assert.Equal(0, tally.Of(asked).Used);
    }

    /// <summary>Against the plain reading of the rule: each item passes exactly where all its caps have a place left.</summary>
    [Property(MaxTest = 500)]
    public bool No_cap_is_ever_one_over(byte[] limits, (byte Mask, byte Late)[] items)
    {
        var slots = limits.Take(6).Select((limit, i) => Slot(i + 1, limit % 5, alertOnly: i == 5)).ToArray();
        var tally = new CapTally(slots.Select(s => new CapCount(s.Key)));
        var used = new long[slots.Length];
        foreach (var (mask, _) in items)
        {
            var mine = slots.Where((_, i) => (mask & (1 << i)) != 0).ToArray();
            var passes = mine.All(s => s.Cap.AlertOnly || used[s.Cap.Id.Value - 1] < s.Cap.Limit);
            if (tally.Take(mine, Now) is null != passes)
                return false;
            if (passes)
                foreach (var slot in mine)
                    used[slot.Cap.Id.Value - 1]++;
        }

        return slots.All(s => tally.Of(s).Used == used[s.Cap.Id.Value - 1] && (s.Cap.AlertOnly || tally.Of(s).Used <= s.Cap.Limit));
    }

    private static CapSlot Slot(long id, long limit, bool alertOnly = false) =>
        new(CapPeriodRuleTests.Cap(CapInterval.Lifetime, "UTC", limit, id, alertOnly), default);
}
