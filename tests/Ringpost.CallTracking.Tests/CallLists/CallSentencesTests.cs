using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Xunit;

namespace Ringpost.CallTracking.Tests.CallLists;

/// <summary>What a card says of a call as a whole, where its legs differ.</summary>
public sealed class CallSentencesTests
{
    private static readonly CallLeg Busy = Leg("Busy", "NotConnected", null);

    [Fact]
    public void A_call_that_converted_gives_no_reason_although_a_leg_before_has_one() =>
        Assert.Null(CallSentences.NotConverted(Call(null, Busy, Leg("Answered", null, 130))));

    [Fact]
    public void A_call_that_still_runs_gives_no_reason() => Assert.Null(CallSentences.NotConverted(Call(null, Busy)));

    [Fact]
    public void The_leg_with_the_calls_own_reason_names_the_seconds()
    {
        var call = Call("TooShort", Leg("Answered", "TooShort", 21), Busy);
        Assert.Equal(
            "Not converted: connected for 21 s, and the route asks for 60 s from the answer.",
            $"{CallSentences.NotConverted(call)}"
        );
        Assert.Equal("Not converted: no target answered.", $"{CallSentences.NotConverted(Call("NotConnected", Busy))}");
    }

    private static CallDetails Call(string? reason, params CallLeg[] legs) =>
        new(
            new CallSummary(
                new CallId("c1"),
                default,
                "",
                "",
                new NumberId("NU1"),
                new CallCampaignId("CA1"),
                "",
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                true,
                reason is null,
                false,
                false,
                false,
                false,
                false,
                0,
                0,
                0,
                0,
                Currency.Usd,
                null,
                new CallReasons(reason, null, null, null)
            )
        )
        {
            Legs = legs,
        };

    private static CallLeg Leg(string outcome, string? reason, long? seconds) =>
        new(
            new TargetId("TA1"),
            "Desk",
            null,
            null,
            "+12025550110",
            default,
            seconds is not null,
            null,
            null,
            seconds,
            outcome,
            reason is null,
            0,
            reason,
            new ConversionSetting(ConvertOn.CallLength, 60, TimerStart.Connected, 25_000_000)
        );
}
