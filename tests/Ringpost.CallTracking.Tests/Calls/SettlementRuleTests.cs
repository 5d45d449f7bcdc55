using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
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
            ConversionRule.Refuse(new(on, 60, TimerStart.Connected, 1), (Verdict)rang, (Verdict)connected, new(80, 65, 59))
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
        var terms = PayoutDecision.TermsFor(rules, Own);
        Assert.Equal(["own-first", "own-late", "all"], terms.Select(t => t.Rule.Value));
        Assert.Equal("own-first", PayoutDecision.Decide(terms, Verdict.Met, Verdict.Met, default).Paid?.Rule.Value);
        Assert.Equal("own-late", PayoutDecision.Decide(terms, Verdict.Met, Verdict.NotMet, default).Paid?.Rule.Value);
        Assert.Equal("all", PayoutDecision.Decide(terms, Verdict.NotMet, Verdict.NotMet, default).Paid?.Rule.Value);
        // The first may still be met: no later rule pays in its place.
        Assert.Equal(PayoutRefusal.EndUnknown, PayoutDecision.Decide(terms, Verdict.Met, Verdict.Unknown, default).Reason);
    }

    [Fact]
    public void Without_a_rule_that_pays_the_first_reason_is_kept()
    {
        Assert.Equal(PayoutRefusal.NoRule, PayoutDecision.Decide([], Verdict.Met, Verdict.Met, default).Reason);
        var terms = PayoutDecision.TermsFor([Rule("1", null, 1, PayoutOn.CallLength, 1), Rule("2", null, 2, PayoutOn.Converted, 1)], null);
        Assert.Equal(PayoutRefusal.TooShort, PayoutDecision.Decide(terms, Verdict.Met, Verdict.NotMet, new(70, 60, 59)).Reason);
        Assert.Equal(PayoutRefusal.NotConnected, PayoutDecision.Decide(terms, Verdict.NotMet, Verdict.NotMet, new(70, null, 0)).Reason);
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

    private static PayoutRule Rule(string id, PublisherId? publisher, int position, PayoutOn on, long amount) =>
        new(new(id), new("CA"), publisher, position, on, 60, TimerStart.Connected, amount, default);
}
