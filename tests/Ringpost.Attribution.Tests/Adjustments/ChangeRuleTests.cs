using FsCheck.Xunit;
using Ringpost.Attribution.Adjustments;
using Ringpost.Attribution.Postbacks;
using Xunit;

namespace Ringpost.Attribution.Tests.Adjustments;

public sealed class ChangeRuleTests
{
    private static readonly ConversionState Approved = new("approved", null, null, 20, 10, false, false, false, false, 0, 0);

    [Fact]
    public void A_void_of_revenue_leaves_the_payout_and_nothing_falls_below_zero()
    {
        var plan = Plan(Approved, new() { Reason = "x", Received = new(AmountMode.Set, 0) });
        Assert.Equal([new PlannedEntry("received", -20, "price")], plan.Entries);
        Assert.Equal(ChangeFault.ReceivedBelowZero, Fault(Approved, new() { Reason = "x", Received = new(AmountMode.Add, -21) }));
        Assert.Equal(ChangeFault.PaidBelowZero, Fault(Approved, new() { Reason = "x", Paid = new(AmountMode.Add, -11) }));
        Assert.Equal(ChangeFault.TooMuch, Fault(Approved, new() { Reason = "x", Paid = new(AmountMode.Add, 1_000_000_000_000_000_000) }));
    }

    [Fact]
    public void An_equal_amount_is_an_entry_of_0_where_it_is_asked_for_by_itself()
    {
        var change = new ConversionChange { Reason = "x", Paid = new(AmountMode.Set, 10) };
        Assert.Equal(ChangeFault.Nothing, Fault(Approved, change));
        Assert.Equal([new PlannedEntry("paid", 0, "price")], Plan(Approved, change with { KeepsZero = true }).Entries);
    }

    [Fact]
    public void Rejecting_takes_received_back_and_the_payout_only_where_asked_or_never_owed()
    {
        var reject = new ConversionChange { Reason = "x", Disposition = "rejected" };
        Assert.Equal([new PlannedEntry("received", -20, "status")], Plan(Approved, reject).Entries);
        Assert.Equal(2, Plan(Approved, reject with { TakesPaidBack = true }).Entries.Count);
        var pending = Approved with { Disposition = "pending", Reason = "AMOUNT NOT SENT", AwaitsPaid = true };
        var plan = Plan(pending, reject);
        Assert.Equal((2, false, "rejected", null), (plan.Entries.Count, plan.AwaitsPaid, plan.Disposition, plan.Reason));
        Assert.Equal(ChangeFault.Nothing, Fault(Approved with { Disposition = "rejected" }, reject));
    }

    [Fact]
    public void Approving_again_gives_back_what_the_status_took()
    {
        var rejected = Approved with { Disposition = "rejected", Received = 0, TakenReceived = 20 };
        var plan = Plan(rejected, new() { Reason = "x", Disposition = "approved" });
        Assert.Equal([new PlannedEntry("received", 20, "status")], plan.Entries);
        Assert.False(plan.Tells);
        Assert.Empty(Plan(rejected, new() { Reason = "x", Disposition = "returned" }).Entries);
    }

    [Fact]
    public void What_waits_is_not_approved_before_it_has_its_amount_and_an_amount_by_hand_settles_it()
    {
        var waits = Approved with { Disposition = "pending", Reason = "AMOUNT NOT SENT", AwaitsReceived = true, Received = 0 };
        Assert.Equal(ChangeFault.WaitsForAmount, Fault(waits, new() { Reason = "x", Disposition = "approved" }));
        var set = new ConversionChange { Reason = "x", Received = new(AmountMode.Set, 7) };
        Assert.Equal(("approved", null, true), Outcome(Plan(waits, set)));
        Assert.Equal(("pending", "REVIEW", true), Outcome(Plan(waits with { Review = true }, set)));
        var lacksRate = Approved with { Disposition = "pending", Reason = "NO RATE", NoRate = true, Received = 0 };
        Assert.Equal(ChangeFault.WaitsForRate, Fault(lacksRate, new() { Reason = "x", Disposition = "approved" }));
        Assert.Equal(("approved", null, true), Outcome(Plan(lacksRate, set)));
        Assert.False(Plan(lacksRate, set).NoRate);
    }

    [Fact]
    public void An_affiliate_hears_of_a_sender_that_is_believed_and_of_no_other_change_of_status()
    {
        var approve = new ConversionChange { Reason = "x", Disposition = "approved" };
        Assert.True(Plan(Approved with { Disposition = "pending", Reason = "UNVERIFIED SENDER" }, approve).Tells);
        Assert.False(Plan(Approved with { Disposition = "pending", Reason = "REVIEW" }, approve).Tells);
        Assert.False(Plan(Approved, approve with { Disposition = "pending" }).Tells);
    }

    [Fact]
    public void A_share_is_computed_anew_where_asked()
    {
        var terms = new PriceTerms(new(0, false, ""), new(70_000_000, true, ""));
        var change = new ConversionChange
        {
            Reason = "x",
            Received = new(AmountMode.Set, 30_000_000),
            RecalculatesPaid = true,
        };
        var (plan, _) = ChangeRule.Decide(Approved, change, terms);
        Assert.Equal(21_000_000 - 10, plan!.Entries.Single(e => e.Side == "paid").Amount);
        Assert.Equal(ChangeFault.NoShare, Fault(Approved, change));
    }

    /// <summary>Whatever is asked in whatever order: current = first + entries, and no side is ever below zero.</summary>
    [Property(MaxTest = 500)]
    public bool Any_history_adds_up_and_stays_at_or_above_zero((byte Kind, short Amount, bool Paid, bool Back)[] steps)
    {
        var state = Approved;
        long received = 20,
            paid = 10;
        foreach (var step in steps)
        {
            var change = Change(step);
            if (ChangeRule.Decide(state, change, null).Plan is not { } plan)
                continue;
            foreach (var entry in plan.Entries)
                (received, paid) = entry.Side == "received" ? (received + entry.Amount, paid) : (received, paid + entry.Amount);
            state = Next(state, plan, received, paid);
            if (received < 0 || paid < 0)
                return false;
        }

        return true;
    }

    private static ConversionChange Change((byte Kind, short Amount, bool Paid, bool Back) step)
    {
        AmountChange amount = step.Kind % 2 == 0 ? new(AmountMode.Add, step.Amount) : new(AmountMode.Set, Math.Abs((int)step.Amount));
        return (step.Kind % 6) switch
        {
            0 or 1 => new()
            {
                Reason = "x",
                Received = step.Paid ? null : amount,
                Paid = step.Paid ? amount : null,
            },
            var n => new()
            {
                Reason = "x",
                Disposition = new[] { "approved", "pending", "rejected", "returned" }[n - 2],
                TakesPaidBack = step.Back,
            },
        };
    }

    private static ConversionState Next(ConversionState state, ChangePlan plan, long received, long paid)
    {
        long Taken(string side, long taken)
        {
            foreach (var entry in plan.Entries.Where(e => e.Side == side))
                taken = entry.Kind == "price" ? 0 : taken - entry.Amount;
            return taken;
        }

        return state with
        {
            Disposition = plan.Disposition,
            Reason = plan.Reason,
            Received = received,
            Paid = paid,
            TakenReceived = Taken("received", state.TakenReceived),
            TakenPaid = Taken("paid", state.TakenPaid),
        };
    }

    private static ChangePlan Plan(ConversionState state, ConversionChange change) => ChangeRule.Decide(state, change, null).Plan!;

    private static ChangeFault? Fault(ConversionState state, ConversionChange change) => ChangeRule.Decide(state, change, null).Fault;

    private static (string, string?, bool) Outcome(ChangePlan plan) => (plan.Disposition, plan.Reason, plan.Tells);
}
