using System.Text.Json;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Tests.PaymentAnswers;

/// <summary>A call of 43 connected seconds that nobody paid, the same call paid, and what is known of both.</summary>
internal static class PaymentSample
{
    public static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.Zero));

    public static readonly CallLeg Talked = Leg("Acme desk", "Answered", 43, "TooShort");

    public static readonly CallDetails Unpaid = new(
        new CallSummary(
            new CallId("c1"),
            Noon,
            "+16615550106",
            "+12025550181",
            new NumberId("NU1"),
            new CallCampaignId("CA1"),
            "Auto",
            new PublisherId("PU1"),
            "Call House",
            new TargetId("TA1"),
            "Acme desk",
            new BuyerId("BU1"),
            "Acme",
            false,
            true,
            false,
            false,
            false,
            false,
            false,
            false,
            50,
            43,
            0,
            0,
            Currency.Usd,
            "Caller",
            new CallReasons(null, null, null, null)
        )
    )
    {
        Legs = [Talked],
    };

    public static readonly CallDetails Paid = Unpaid with { Paid = true, Converted = true, Payout = 15_000_000, Revenue = 25_000_000 };

    public static readonly PaymentFacts Facts = new(
        new CallReasons(null, null, null, null),
        [Term(90, TimerStart.Connected)],
        new CallLengths(50, 48, 43),
        0,
        "",
        true,
        TimeZoneInfo.Utc
    );

    public static PayoutTerm Term(int seconds, TimerStart start) =>
        new(new PayoutRuleId("PR1"), PayoutOn.CallLength, seconds, start, 15_000_000);

    public static CallEventLine Event(string name, object fields) =>
        new(name, Noon)
        {
            Fields = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(JsonSerializer.Serialize(fields, RingpostJson.Options))!,
        };

    public static CallLeg Leg(string target, string outcome, long? seconds, string? reason) =>
        new(
            new TargetId("TA1"),
            target,
            null,
            null,
            "+12025550110",
            Noon,
            seconds is not null,
            null,
            null,
            seconds,
            outcome,
            false,
            0,
            reason,
            new ConversionSetting(ConvertOn.CallLength, 60, TimerStart.Connected, 25_000_000)
        );
}
