using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class SettlementRuleTests
{
    private static readonly PublisherId Own = new("AF1");

    [Property]
    public void A_length_meets_the_seconds_it_reaches_and_no_more(uint stated, ushort seconds)
    {
        var lengths = new CallLengths(stated, stated, stated);
        foreach (var start in Enum.GetValues<TimerStart>())
            Assert.Equal(stated >= seconds ? Verdict.Met : Verdict.NotMet, lengths.Reaches(start, seconds));
    }

    [Fact]
    public void What_nobody_stated_is_unknown_but_enough_connected_seconds_prove_the_dial()
    {
        Assert.Equal(Verdict.Unknown, new CallLengths(null, 90, 90).Reaches(TimerStart.Incoming, 60));
        Assert.Equal(Verdict.Met, new CallLengths(null, null, 60).Reaches(TimerStart.Dialed, 60));
        Assert.Equal(Verdict.Unknown, new CallLengths(70, null, 59).Reaches(TimerStart.Dialed, 60));
    }

    [Theory]
    [InlineData(ConvertOn.Dialed, Verdict.Met, Verdict.NotMet, null)]
    [InlineData(ConvertOn.Dialed, Verdict.NotMet, Verdict.NotMet, ConversionRefusal.NotRung)]
    [InlineData(ConvertOn.Dialed, Verdict.Unknown, Verdict.NotMet, ConversionRefusal.EndUnknown)]
    [InlineData(ConvertOn.Connected, Verdict.Met, Verdict.Met, null)]
    [InlineData(ConvertOn.Connected, Verdict.Met, Verdict.NotMet, ConversionRefusal.NotConnected)]
    [InlineData(ConvertOn.CallLength, Verdict.Met, Verdict.NotMet, ConversionRefusal.NotConnected)]
    [InlineData(ConvertOn.CallLength, Verdict.Met, Verdict.Met, ConversionRefusal.TooShort)]
    [InlineData(ConvertOn.Postback, Verdict.Met, Verdict.Met, ConversionRefusal.AwaitsPostback)]
    public void A_leg_converts_by_its_rule_or_has_the_reason(ConvertOn on, object rang, object connected, ConversionRefusal? reason) =>
        Assert.Equal(
            reason,
            ConversionRule.Decide(new(on, 60, TimerStart.Connected, 1), (Verdict)rang, (Verdict)connected, new(80, 65, 59)).Reason
        );

    [Fact]
    public void The_publishers_own_rules_are_asked_before_those_for_all_and_the_first_met_pays()
    {
        PayoutRule[] rules =
        [
            Rule("all", null, 0, PayoutOn.Incoming, 1),
            Rule("own-late", Own, 9, PayoutOn.Connected, 2),
            Rule("own-first", Own, 1, PayoutOn.Converted, 3),
            Rule("other", new PublisherId("AF2"), 0, PayoutOn.Incoming, 4),
        ];
        var terms = PayoutTerm.Of(rules, Own);
        Assert.Equal(["own-first", "own-late", "all"], terms.Select(t => t.Rule.Value));
        Assert.Equal("own-first", PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.Met, default, 0)).Paid?.Rule.Value);
        Assert.Equal("own-late", PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.NotMet, default, 0)).Paid?.Rule.Value);
        Assert.Equal("all", PayoutDecision.Decide(terms, new(Verdict.NotMet, Verdict.NotMet, default, 0)).Paid?.Rule.Value);
        // The first may still be met: no later rule pays in its place.
        Assert.Equal(PayoutRefusal.EndUnknown, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.Unknown, default, 0)).Reason);
    }

    [Fact]
    public void Without_a_rule_that_pays_the_first_reason_is_kept()
    {
        Assert.Equal(PayoutRefusal.NoRule, PayoutDecision.Decide([], new(Verdict.Met, Verdict.Met, default, 0)).Reason);
        var terms = PayoutTerm.Of([Rule("1", null, 1, PayoutOn.CallLength, 1), Rule("2", null, 2, PayoutOn.Converted, 1)], null);
        Assert.Equal(PayoutRefusal.TooShort, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.NotMet, new(70, 60, 59), 0)).Reason);
        Assert.Equal(
            PayoutRefusal.NotConnected,
            PayoutDecision.Decide(terms, new(Verdict.NotMet, Verdict.NotMet, new(70, null, 0), 0)).Reason
        );
    }

    [Fact]
    public void Each_leg_converts_by_its_own_route()
    {
        var unanswered = new LegCase(
            new(ConvertOn.Dialed, 0, TimerStart.Connected, 2),
            new LegEvidence().With(new DialResult(LegEnd.NoAnswer, null, true))
        );
        var bridged = new LegCase(
            new(ConvertOn.CallLength, 60, TimerStart.Connected, 20),
            new LegEvidence().With(new DialResult(LegEnd.Completed, 60, false))
        );
        var settlement = CallSettlement.Decide([unanswered, bridged], [], 90, false);
        Assert.Equal((Verdict.Met, 22), (settlement.Converted, settlement.Revenue));
    }

    [Property]
    public void Evidence_is_the_same_in_any_order_and_after_any_repeat(int seed)
    {
        LegProgress[] reports =
        [
            new(LegProgressStep.Initiated, 0, new(1000)),
            new(LegProgressStep.Ringing, 1, new(2000)),
            new(LegProgressStep.Answered, 2, new(3000)),
            new(LegProgressStep.Ended, 3, new(9000), LegEnd.Completed, 6),
        ];
        var expected = reports.Aggregate(new LegEvidence(), (e, r) => e.With(r)).With(new DialResult(LegEnd.Completed, 6, true));
        var random = new Random(seed);
        var again = reports.Concat(reports.Where(_ => random.Next(2) == 0)).ToArray();
        random.Shuffle(again);
        var at = random.Next(again.Length);
        var evidence = new LegEvidence();
        for (var i = 0; i < again.Length; i++)
        {
            if (i == at)
                evidence = evidence.With(new DialResult(LegEnd.Completed, 6, true));
            evidence = evidence.With(again[i]);
        }

        Assert.Equal(expected, evidence);
        Assert.Equal((8, 6), (evidence.DialedSeconds, evidence.ConnectedSeconds));
    }

    [Property]
    public void A_share_is_rounded_once_half_away_from_zero_and_stays_within_its_limits(
        uint cents,
        uint hundredths,
        ushort least,
        ushort more
    )
    {
        var (revenue, percent) = (cents * 10_000L, (hundredths % 10_000 + 1) * 10_000L);
        var exact = revenue / 1_000_000m * (percent / 1_000_000m) / 100;
        var rounded = Math.Round(exact, 4, MidpointRounding.AwayFromZero);
        Assert.Equal((long)(rounded * 1_000_000), new RevenueShare(percent).Of(revenue));
        decimal most = least + more;
        Assert.Equal((long)(Math.Clamp(rounded, least, most) * 1_000_000), new RevenueShare(percent, least, most).Of(revenue));
    }

    [Fact]
    public void A_share_waits_for_the_revenue_and_pays_nothing_of_nothing()
    {
        PayoutTerm[] terms = [new(new("PS"), PayoutOn.Connected, 0, TimerStart.Connected, 0) { Share = new(12_500_000) }];
        Assert.Equal(3_125_000, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.Met, default, 25_000_000)).Amount);
        Assert.Equal(PayoutRefusal.EndUnknown, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.Unknown, default, 0)).Reason);
        Assert.Equal(PayoutRefusal.NotConverted, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.NotMet, default, 0)).Reason);
        Assert.Equal(PayoutRefusal.NoRevenue, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.Met, default, 0)).Reason);
        terms[0] = terms[0] with { Share = new(12_500_000, Minimum: 2) };
        Assert.Equal(2_000_000, PayoutDecision.Decide(terms, new(Verdict.Met, Verdict.NotMet, default, 0)).Amount);
    }

    [Theory]
    [InlineData(59L, 0, ConversionRefusal.TooShort)]
    [InlineData(60L, 10, null)]
    [InlineData(119L, 10, null)]
    [InlineData(120L, 25, null)]
    [InlineData(900L, 40, null)]
    [InlineData(null, 0, ConversionRefusal.EndUnknown)]
    public void The_longest_length_that_is_met_says_what_a_leg_earns(long? seconds, long revenue, ConversionRefusal? reason)
    {
        var rule = new ConversionSetting(ConvertOn.CallLength, 60, TimerStart.Connected, 10)
        {
            Lengths = LengthSteps.Of([new(300, 40), new(120, 25)]),
        };
        Assert.Equal(new LegVerdict(reason, revenue), ConversionRule.Decide(rule, Verdict.Met, Verdict.Met, new(null, null, seconds)));
    }

    [Fact]
    public void A_longer_length_that_may_still_be_met_holds_back_the_shorter()
    {
        // 70 connected seconds prove 60 since the dial and leave 120 open.
        var rule = new ConversionSetting(ConvertOn.CallLength, 60, TimerStart.Dialed, 10) { Lengths = LengthSteps.Of([new(120, 25)]) };
        Assert.Equal(ConversionRefusal.EndUnknown, ConversionRule.Decide(rule, Verdict.Met, Verdict.Met, new(null, null, 70)).Reason);
    }

    [Fact]
    public void A_rule_answers_hours_and_filters_at_arrival_and_keeps_what_only_the_end_tells()
    {
        var hours = new OpeningHours("UTC", [new(DayOfWeek.Monday, new(9, 0), new(17, 0), [])]);
        var filter = new TagFilter([new([new("InboundNumber:State", TagOperator.Equals, false, "CA", null)])]);
        var late = new TagFilter([new([new("EndCall:EndCallSource", TagOperator.Equals, false, "Caller", null)])]);
        PayoutRule[] rules =
        [
            Rule("hours", null, 0, PayoutOn.Incoming, 1) with
            {
                Hours = hours,
            },
            Rule("filter", null, 1, PayoutOn.Incoming, 2) with
            {
                Filters = filter,
            },
            Rule("late", null, 2, PayoutOn.Incoming, 3) with
            {
                Filters = late,
            },
        ];
        // 2026-03-01 is a Sunday.
        var terms = PayoutTerm.Of(
            rules,
            null,
            Instant.From(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)),
            key => key == "inboundnumber:state" ? "NY" : null
        );
        Assert.Equal([(true, false), (false, true), (false, false)], terms.Select(t => (t.Closed, t.FilterNotMet)));
        Assert.Equal([true, true, false], terms.Select(t => t.Filters is null));
        var call = new PayoutCase(Verdict.NotMet, Verdict.NotMet, default, 0);
        Assert.Equal(3, PayoutDecision.Decide(terms, call with { ValueOf = _ => "Caller" }).Amount);
        Assert.Equal(PayoutRefusal.Closed, PayoutDecision.Decide(terms, call with { ValueOf = _ => "Target" }).Reason);
        Assert.Equal(PayoutRefusal.FilterNotMet, PayoutDecision.Decide([.. terms.Skip(1)], call with { ValueOf = _ => "Target" }).Reason);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(100, false)]
    [InlineData(101, true)]
    public void A_window_ends_exactly_its_seconds_after_the_call_that_earned(int window, bool stops)
    {
        var earlier = new EarlierCall(new("A"), new(1_000_000));
        var at = new Instant(1_100_000);
        Assert.Equal(stops, new EarlierCalls(earlier, null).Within(window, at) is not null);
        // Of two in progress the later may settle first: the distance is the same from both sides.
        Assert.Equal(stops, new EarlierCalls(null, earlier).Within(window, new(900_000)) is not null);
    }

    [Fact]
    public void A_caller_who_is_paid_once_over_all_publishers_is_never_paid_always()
    {
        PayoutRule[] rules =
        [
            Rule("1", null, 0, PayoutOn.Incoming, 1),
            Rule("2", null, 1, PayoutOn.Incoming, 1) with
            {
                DedupeSeconds = 60,
            },
        ];
        Assert.Equal(
            [(-1, true), (60, true)],
            PayoutTerm.Of(rules, Own, onePayoutPerCaller: true).Select(t => (t.Dedupe, t.AllPublishers))
        );
        Assert.Equal([(0, false), (60, false)], PayoutTerm.Of(rules, Own).Select(t => (t.Dedupe, t.AllPublishers)));
    }

    private static PayoutRule Rule(string id, PublisherId? publisher, int position, PayoutOn on, long amount) =>
        new(new(id), new("CA"), publisher, position, on, 60, TimerStart.Connected, amount, default);
}
