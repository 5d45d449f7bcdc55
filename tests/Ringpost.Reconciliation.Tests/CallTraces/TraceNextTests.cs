using Ringpost.Attribution;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.Delivery;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
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
        Assert.Empty(Next(Paid with { Paid = false, Converted = false, Reasons = new("TooShort", "TooShort", null, null) }));
    }

    [Fact]
    public void A_paid_call_of_which_nobody_was_told_asks_for_a_pixel()
    {
        Assert.Equal("Nobody was told: add a pixel to Auto insurance", Assert.Single(Next(Paid with { Deliveries = [] })).Says);
        Assert.Empty(Next(Paid with { Deliveries = [], Counted = false }));
    }

    [Fact]
    public void A_pixel_that_failed_is_sent_again_unless_a_replay_got_through()
    {
        Is(Next(Paid with { Deliveries = [Sent(DeliveryState.Rejected)] }), (TraceAction.ReplayDelivery, "D-Rejected"));
        Assert.Empty(Next(Paid with { Deliveries = [Sent(DeliveryState.Failed), Sent(DeliveryState.Delivered)] }));
    }

    [Fact]
    public void A_refused_postback_is_run_again_where_the_log_holds_all_of_it()
    {
        Is(TraceNext.Of(Paid, [Arrived(PostbackOutcome.InvalidEvent)], []), (TraceAction.RunPostbackAgain, "7"));
        Assert.Empty(TraceNext.Of(Paid, [Arrived(PostbackOutcome.InvalidEvent) with { CanRunAgain = false }], []));
        Assert.Empty(TraceNext.Of(Paid, [Arrived(PostbackOutcome.Stored) with { ConversionId = new ConversionId(1) }], []));
    }

    private static IReadOnlyList<TraceNextStep> Next(CallDetails call) => TraceNext.Of(call, [], []);

    private static void Is(IReadOnlyList<TraceNextStep> steps, (TraceAction, string) expected)
    {
        var step = Assert.Single(steps);
        Assert.Equal(expected, (step.Action, step.RecordId));
        Assert.NotEqual("", step.Says);
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
