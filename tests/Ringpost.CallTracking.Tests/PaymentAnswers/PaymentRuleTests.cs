using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Primitives;
using Xunit;
using static Ringpost.CallTracking.Tests.PaymentAnswers.PaymentSample;

namespace Ringpost.CallTracking.Tests.PaymentAnswers;

/// <summary>One sentence for every case of the closed set, and none that tells a partner of another's money or name.</summary>
public sealed class PaymentRuleTests
{
    private static readonly Actor Publisher = new("user:9", "Pat", Role.Publisher, Of: "PU1");
    private static readonly Actor Buyer = new("user:8", "Bo", Role.Buyer, Of: "BU1");
    private static readonly Actor Reader = new("user:7", "Rea", Role.ReadOnly);

    [Fact]
    public void A_call_that_runs_waits_for_its_end()
    {
        Is(PaymentCase.Live, "The call is still running: what it pays is decided when it ends.", Unpaid with { Live = true });
        Is(
            PaymentCase.Live,
            "The call is still running, and 15.00 USD is paid for it already.",
            Paid with
            {
                Live = true,
            },
            Facts with
            {
                FirstPayout = 15_000_000,
            }
        );
    }

    [Fact]
    public void A_test_and_another_trackers_call_earn_nothing()
    {
        Is(PaymentCase.Test, "Not paid: a test call earns nothing and counts nowhere.", Unpaid with { Counted = false });
        Is(
            PaymentCase.Test,
            "Not paid: a test call earns nothing and counts nowhere. It would have been paid.",
            Unpaid with
            {
                Counted = false,
                Events = [Event("TestCall", new { wouldConvert = false, wouldPay = true })],
            }
        );
        Is(
            PaymentCase.History,
            "From another tracker's call log: it counts for duplicates and caps, and is in no report, bill or pixel.",
            Unpaid with
            {
                History = true,
                Counted = false,
            }
        );
    }

    [Fact]
    public void A_paid_call_says_how_much_whom_and_whether_that_may_change()
    {
        var facts = Facts with { FirstPayout = 15_000_000 };
        Is(PaymentCase.Paid, "Paid: 15.00 USD to Call House.", Paid, facts);
        Is(PaymentCase.Paid, "Paid: 15.00 USD.", Paid, facts, Publisher);
        Is(
            PaymentCase.PaidPending,
            "Paid: 15.00 USD to Call House; the amount is pending until 2026-03-10 12:00 UTC and may change until then.",
            Paid with
            {
                PendingUntil = Noon,
            },
            facts
        );
        Is(
            PaymentCase.PaidDisputed,
            "Paid: 15.00 USD to Call House; the buyer disputes the call, so that the amount is pending until that is decided.",
            Paid with
            {
                Disputed = true,
                PendingUntil = Noon,
            },
            facts
        );
    }

    [Fact]
    public void What_somebody_changed_says_from_what_and_why()
    {
        var facts = Facts with { FirstPayout = 15_000_000, Because = "Wrong line." };
        Is(
            PaymentCase.PaidAdjusted,
            "Paid: 9.50 USD to Call House, changed from 15.00 USD (Wrong line).",
            Paid with
            {
                Payout = 9_500_000,
                PayoutAdjusted = true,
            },
            facts
        );
        Is(
            PaymentCase.PaidByAdjustment,
            "Paid: 9.50 USD to Call House, by an adjustment (Wrong line).",
            Paid with
            {
                Payout = 9_500_000,
                PayoutAdjusted = true,
            },
            facts with
            {
                FirstPayout = 0,
            }
        );
        Is(
            PaymentCase.TakenBack,
            "No longer paid: the payout of 15.00 USD was taken back (Wrong line).",
            Paid with
            {
                Payout = 0,
                PayoutAdjusted = true,
            },
            facts
        );
        Is(
            PaymentCase.TakenBack,
            "No longer paid: the payout of 15.00 USD was changed to -2.00 USD.",
            Paid with
            {
                Payout = -2_000_000,
                PayoutAdjusted = true,
            },
            facts with
            {
                Because = "",
            }
        );
    }

    [Theory]
    [InlineData("NumberPaused", "Not paid, as the call was turned away. Blocked: the number is paused.")]
    [InlineData("PublisherCapped", "Not paid, as the call was turned away. Blocked: a payout cap of the publisher is full.")]
    public void A_blocked_call_says_what_blocked_it(string reason, string says) =>
        Is(PaymentCase.Blocked, says, Unpaid with { Blocked = true }, Facts with { Reasons = new(null, null, reason, null) });

    [Fact]
    public void No_target_says_why_each_was_left_out_to_who_may_know_targets()
    {
        var facts = Facts with { Reasons = new(null, "NotConnected", null, "NoTarget") };
        var call = Unpaid with
        {
            Legs = [],
            Events =
            [
                Event(
                    "CallPlanDetail",
                    new { eligibleOrderedTargets = "", ineligibleTargets = "Acme desk[1,1] Closed\nBeta[2,1] DailyCap" }
                ),
            ],
        };
        Is(
            PaymentCase.NoTarget,
            "Not paid: no target could take the call (Acme desk: it was outside its hours; Beta: it has had its calls of this day).",
            call,
            facts
        );
        Is(PaymentCase.NoTarget, "Not paid: no target could take the call.", call, facts, Reader);
        Is(PaymentCase.NoTarget, "Not paid: no target could take the call.", call with { Events = [] }, facts, Publisher);
        Is(
            PaymentCase.NoTarget,
            "Not paid: no target could take the call, as the campaign has no route.",
            call with
            {
                Events = [Event("CallPlanDetail", new { eligibleOrderedTargets = "", ineligibleTargets = "" })],
            },
            facts
        );
        Is(
            PaymentCase.Missed,
            "Not paid: the call came while nobody here could answer the carrier.",
            call,
            facts with
            {
                Reasons = new(null, null, null, "Missed"),
            }
        );
    }

    [Fact]
    public void A_call_that_was_too_short_says_by_how_much_from_when()
    {
        var facts = Facts with { Reasons = new(null, "TooShort", null, null) };
        Is(PaymentCase.TooShort, "Not paid: connected for 43 s, and the payout rule asks for 90 s from the answer.", Unpaid, facts);
        Is(
            PaymentCase.TooShort,
            "Not paid: connected for 43 s, and the payout rule asks for 90 s from the answer.",
            Unpaid,
            facts,
            Publisher
        );
        Is(
            PaymentCase.TooShort,
            "Not paid: the call lasted 50 s, and the first of 2 payout rules asks for 60 s from its arrival; none of the others was met.",
            Unpaid,
            facts with
            {
                Terms = [Term(60, TimerStart.Incoming), Term(120, TimerStart.Connected)],
            }
        );
        Is(
            PaymentCase.TooShort,
            "Not paid: it went on for 48 s, and the payout rule asks for 60 s from the dial.",
            Unpaid,
            facts with
            {
                Terms = [Term(60, TimerStart.Dialed)],
            }
        );
    }

    [Fact]
    public void A_call_that_did_not_convert_says_why_to_who_may_know_the_route()
    {
        var facts = Facts with { Reasons = new("TooShort", "NotConverted", null, null) };
        var call = Unpaid with { Reasons = new("TooShort", "NotConverted", null, null) };
        Is(
            PaymentCase.NotConverted,
            "Not paid: the call did not convert: connected for 43 s, and the route asks for 60 s from the answer.",
            call,
            facts
        );
        Is(PaymentCase.NotConverted, "Not paid: the call did not convert.", call, facts, Publisher);
        Is(PaymentCase.NotConverted, "Not paid: the call did not convert.", call, facts, Reader);
    }

    [Fact]
    public void Nobody_answered_names_who_was_rung()
    {
        var facts = Facts with { Reasons = new("NotConnected", "NotConnected", null, null) };
        var call = Unpaid with { Legs = [Leg("Acme desk", "Busy", null, null), Leg("Beta", "NoAnswer", null, null)] };
        Is(PaymentCase.NotConnected, "Not paid: no target answered (Acme desk: busy; Beta: no answer).", call, facts);
        Is(PaymentCase.NotConnected, "Not paid: no target answered.", call with { Legs = [] }, facts, Publisher);
    }

    [Fact]
    public void A_duplicate_leads_to_the_call_that_was_paid_where_that_may_be_seen()
    {
        var earlier = new DuplicateOf(new CallId("c0"), Noon + TimeSpan.FromDays(-3), 30 * 86_400);
        var facts = Facts with { Reasons = new(null, "Duplicate", null, null) { PayoutDuplicate = earlier } };
        var answer = PaymentRule.Of(Actor.System, Unpaid, facts);
        Assert.Equal(
            (PaymentCase.Duplicate, "Not paid: the caller was paid 3 days ago and the window is 30 days.", new CallId("c0")),
            (answer.Case, $"{answer.Says}", answer.EarlierCallId!.Value)
        );
        var unseen = PaymentRule.Of(Publisher, Unpaid, facts with { SeesEarlier = false });
        Assert.Equal(("Not paid: the caller was paid before, within the payout's window.", null), ($"{unseen.Says}", unseen.EarlierCallId));
    }

    [Theory]
    [InlineData("NoRule", PaymentCase.NoRule)]
    [InlineData("Closed", PaymentCase.Closed)]
    [InlineData("FilterNotMet", PaymentCase.FilterNotMet)]
    [InlineData("NoRevenue", PaymentCase.NoRevenue)]
    [InlineData("Capped", PaymentCase.Capped)]
    [InlineData("EndUnknown", PaymentCase.EndUnknown)]
    [InlineData(null, PaymentCase.EndUnknown)]
    public void Every_other_refusal_has_its_case_and_sentence(string? reason, PaymentCase expected)
    {
        var answer = PaymentRule.Of(Actor.System, Unpaid, Facts with { Reasons = new(null, reason, null, null) });
        Assert.Equal(expected, answer.Case);
        Assert.StartsWith("Not paid", answer.Says.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void No_refusal_tells_a_publisher_what_the_call_earned_or_whom_it_went_to()
    {
        foreach (var reason in Enum.GetNames<PayoutRefusal>())
        foreach (var actor in (Actor[])[Publisher, Reader])
        {
            var says = PaymentRule
                .Of(
                    actor,
                    Unpaid with
                    {
                        Reasons = new("TooShort", reason, null, null),
                    },
                    Facts with
                    {
                        Reasons = new("TooShort", reason, null, null),
                    }
                )
                .Says.ToString();
            foreach (var secret in (string[])["Acme", "revenue", "25.00", "earned nothing, "])
                Assert.DoesNotContain(secret, says, StringComparison.OrdinalIgnoreCase);
        }

        foreach (var reason in Enum.GetNames<BlockReason>())
            Assert.StartsWith(
                "Not paid, as the call was turned away",
                PaymentRule.Of(Publisher, Unpaid, Facts with { Reasons = new(null, null, reason, null) }).Says.ToString(),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void A_buyers_person_is_told_what_they_pay_and_nothing_of_payouts()
    {
        Is(PaymentCase.Charged, "You pay 25.00 USD for this call.", Paid, Facts, Buyer);
        Is(
            PaymentCase.Charged,
            "You pay 25.00 USD for this call; you dispute it, so that the amount is pending until that is decided.",
            Paid with
            {
                Disputed = true,
            },
            Facts,
            Buyer
        );
        Is(
            PaymentCase.TakenBack,
            "You no longer pay for this call: the amount was taken off.",
            Paid with
            {
                Revenue = 0,
                RevenueAdjusted = true,
            },
            Facts,
            Buyer
        );
        Is(
            PaymentCase.NotCharged,
            "You pay nothing for this call: connected for 43 s, and the route asks for 60 s from the answer.",
            Unpaid,
            Facts,
            Buyer
        );
        Is(
            PaymentCase.Live,
            "The call is still running: what you pay for it is decided when it ends.",
            Unpaid with
            {
                Live = true,
            },
            Facts,
            Buyer
        );
    }

    private static void Is(PaymentCase expected, string says, CallDetails call, PaymentFacts? facts = null, Actor? actor = null)
    {
        var answer = PaymentRule.Of(actor ?? Actor.System, call, facts ?? Facts);
        Assert.Equal((expected, says), (answer.Case, $"{answer.Says}"));
    }
}
