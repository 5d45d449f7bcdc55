using Ringpost.Attribution;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Delivery;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Reconciliation.CallTraces;
using Ringpost.Reconciliation.Tests.SetUpGuide;
using Xunit;

namespace Ringpost.Reconciliation.Tests.CallTraces;

public sealed class TraceNextTests
{
    private static readonly CallDetails Paid = new(GrowingSetUp.Call(false)) { Deliveries = [Sent(DeliveryState.Delivered)] };

    [Fact]
    public void Where_all_went_well_or_the_call_runs_nothing_is_to_be_done()
    {
        Assert.Empty(Next(Paid));
        Assert.Empty(Next(Paid with { Live = true, Deliveries = [Sent(DeliveryState.Failed)] }));
    }

    [Theory]
    [InlineData("NumberPaused", TraceAction.OpenNumber, "NU1")]
    [InlineData("CampaignPaused", TraceAction.OpenCampaign, "CA1")]
    [InlineData("PublisherCapped", TraceAction.OpenPublisher, "AF1")]
    [InlineData("PrefixBlocked", TraceAction.OpenBlockedNumbers, "019a3f00111172228333444455556666")]
    [InlineData("RepeatedTooSoon", TraceAction.OpenCampaign, "CA1")]
    public void A_blocked_call_leads_to_what_blocked_it(string reason, TraceAction action, string id) =>
        Is(Next(Paid with { Blocked = true, Paid = false, Converted = false, Reasons = new(null, null, reason, null) }), (action, id));

    [Fact]
    public void What_was_not_paid_leads_to_what_would_pay_it()
    {
        Is(Next(Paid with { Paid = false, Reasons = new(null, "NoRule", null, null) }), (TraceAction.OpenCampaign, "CA1"));
        Is(
            Next(Paid with { Paid = false, Reasons = new("EndUnknown", "EndUnknown", null, null) }),
            (TraceAction.ReadCarrierRecord, "019a3f00111172228333444455556666")
        );
        Is(
            Next(
                Paid with
                {
                    Paid = false,
                    Converted = false,
                    Deliveries = [],
                    Reasons = new("NotDialed", "NotConverted", null, "NoTarget"),
                }
            ),
            (TraceAction.OpenCampaign, "CA1")
        );
    }

    [Theory]
    [InlineData(PaymentCase.TooShort, TraceAction.OpenCampaign, "CA1")]
    [InlineData(PaymentCase.NotConverted, TraceAction.OpenCampaign, "CA1")]
    [InlineData(PaymentCase.Duplicate, TraceAction.OpenEarlierCall, "c0")]
    [InlineData(PaymentCase.Capped, TraceAction.OpenPublisher, "AF1")]
    public void An_unpaid_call_leads_to_what_decided_it_and_may_be_paid_all_the_same(PaymentCase payment, TraceAction action, string id)
    {
        var call = Paid with
        {
            Paid = false,
            Converted = false,
            Payout = 0,
            Answer = new PaymentAnswer(payment, "") { EarlierCallId = payment == PaymentCase.Duplicate ? new CallId("c0") : null },
        };
        Assert.Equal(
            [(action, id), (TraceAction.AdjustCall, call.Id.Value)],
            TraceNext.Of(Actor.System, call, [], []).Select(n => (n.Action, n.RecordId))
        );
        // A reader is led to what they may look at alone.
        Is(TraceNext.Of(new Actor("user:7", "Rea", Role.ReadOnly), call, [], []), (action, id));
    }

    [Theory]
    [InlineData(PaymentCase.PaidAdjusted, TraceAction.OpenAdjustments)]
    [InlineData(PaymentCase.TakenBack, TraceAction.OpenAdjustments)]
    [InlineData(PaymentCase.PaidDisputed, TraceAction.OpenDispute)]
    public void What_was_changed_or_is_disputed_leads_there(PaymentCase payment, TraceAction action) =>
        Is(Next(Paid with { Answer = new PaymentAnswer(payment, "") }), (action, Paid.Id.Value));

    [Fact]
    public void A_paid_call_of_which_nobody_was_told_asks_for_a_pixel()
    {
        Assert.Equal("Nobody was told: add a pixel to Auto insurance", Assert.Single(Next(Paid with { Deliveries = [] })).Says.ToString());
        Assert.Empty(Next(Paid with { Deliveries = [], Counted = false }));
    }

    [Fact]
    public void A_pixel_that_failed_is_sent_again_unless_a_replay_got_through()
    {
        Is(Next(Paid with { Deliveries = [Sent(DeliveryState.Rejected)] }), (TraceAction.ReplayDelivery, "D-Rejected"));
        Assert.Empty(Next(Paid with { Deliveries = [Sent(DeliveryState.Failed), Sent(DeliveryState.Delivered)] }));
    }

    [Fact]
    public void Who_may_only_look_is_led_to_the_same_place_to_look()
    {
        var failed = Paid with { Deliveries = [Sent(DeliveryState.Failed)] };
        var step = Assert.Single(TraceNext.Of(new Actor("user:7", "Rea", Role.ReadOnly), failed, [], []));
        Assert.Equal((TraceAction.ReplayDelivery, "See the pixel and its answers"), (step.Action, $"{step.Says}"));
        Assert.Equal("Send the pixel again once its receiver takes it", Assert.Single(Next(failed)).Says.ToString());
    }

    [Fact]
    public void A_refused_postback_is_run_again_where_the_log_holds_all_of_it()
    {
        Is(TraceNext.Of(Actor.System, Paid, [Arrived(PostbackOutcome.InvalidEvent)], []), (TraceAction.RunPostbackAgain, "7"));
        Assert.Empty(TraceNext.Of(Actor.System, Paid, [Arrived(PostbackOutcome.InvalidEvent) with { CanRunAgain = false }], []));
        Assert.Empty(TraceNext.Of(Actor.System, Paid, [Arrived(PostbackOutcome.Stored) with { ConversionId = new ConversionId(1) }], []));
    }

    private static IReadOnlyList<TraceNextStep> Next(CallDetails call) => TraceNext.Of(Actor.System, call, [], []);

    private static void Is(IReadOnlyList<TraceNextStep> steps, (TraceAction, string) expected)
    {
        var step = Assert.Single(steps);
        Assert.Equal(expected, (step.Action, step.RecordId));
        Assert.NotEqual("", $"{step.Says}");
    }

    private static PixelLogRow Arrived(PostbackOutcome outcome) =>
        new(7, default, "GET", "192.0.2.1", false, "/m.ashx", 7, null, null, null, null, outcome, null, [], true, null, null);

    private static DeliveryDetails Sent(DeliveryState state) =>
        new()
        {
            Id = new DeliveryId($"D-{state}"),
            Source = "call",
            SourceId = "019a3f00111172228333444455556666",
            RuleId = "EV1",
            Event = "payout",
            TransactionId = "",
            Method = "GET",
            Url = "https://track.example/m.ashx",
            State = state,
            Note = "",
            CreatedAt = default,
            IdempotencyKey = "one",
            Headers = new Dictionary<string, string>(),
            SuccessRule = SuccessRule.CakeEnvelope,
            Terms = SendTerms.None,
        };
}
