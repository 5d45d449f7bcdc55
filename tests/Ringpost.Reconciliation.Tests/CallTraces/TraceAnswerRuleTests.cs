using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Delivery;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Reconciliation.CallTraces;
using Ringpost.Reconciliation.Tests.SetUpGuide;
using Xunit;

namespace Ringpost.Reconciliation.Tests.CallTraces;

/// <summary>The sentence on the payment comes first, what went wrong behind it follows, and only the first of that.</summary>
public sealed class TraceAnswerRuleTests
{
    private static readonly CallDetails Paid = new(GrowingSetUp.Call(false))
    {
        Answer = new PaymentAnswer(PaymentCase.Paid, "Paid: 15.00 USD to Call House."),
        Deliveries = [Sent(DeliveryState.Delivered)],
    };

    [Fact]
    public void Where_the_wire_is_fine_the_payment_is_all_that_is_said() =>
        Assert.Equal(new TraceAnswer(PaymentCase.Paid, WireCase.Fine, "Paid: 15.00 USD to Call House."), TraceAnswerRule.Of(Paid, [], []));

    [Theory]
    [InlineData(DeliveryState.Failed, WireCase.PixelFailed, "The pixel on Payout could not be delivered to track.example: no route")]
    [InlineData(DeliveryState.Rejected, WireCase.PixelRejected, "The pixel on Payout was rejected by track.example: no route")]
    public void A_pixel_that_did_not_arrive_says_where_and_why(DeliveryState state, WireCase wire, string says) =>
        Is(wire, says, Paid with { Deliveries = [Sent(state)] });

    [Fact]
    public void A_pixel_that_waits_for_its_next_attempt_is_told_and_one_that_was_never_tried_is_not()
    {
        var attempt = new DeliveryAttempt(1, default, 500, null, 12, "");
        Is(
            WireCase.PixelWaiting,
            "The pixel on Payout waits for its next attempt: no route",
            Paid with
            {
                Deliveries = [Sent(DeliveryState.Pending) with { Attempts = [attempt] }],
            }
        );
        Assert.Equal(WireCase.Fine, TraceAnswerRule.Of(Paid with { Deliveries = [Sent(DeliveryState.Pending)] }, [], []).Wire);
    }

    [Fact]
    public void What_was_sent_again_and_arrived_is_fine() =>
        Assert.Equal(
            WireCase.Fine,
            TraceAnswerRule.Of(Paid with { Deliveries = [Sent(DeliveryState.Failed), Sent(DeliveryState.Delivered)] }, [], []).Wire
        );

    [Fact]
    public void A_refused_postback_is_told_while_no_conversion_came_of_it() =>
        Is(WireCase.PostbackRefused, "Our tracker refused a postback: invalidEvent.", Paid, Arrived(PostbackOutcome.InvalidEvent));

    [Fact]
    public void A_paid_call_of_which_nobody_was_told_says_so_and_a_test_does_not()
    {
        Is(WireCase.NobodyTold, "Nobody was told of it: no pixel listens to what it earned.", Paid with { Deliveries = [] });
        Assert.Equal(WireCase.Fine, TraceAnswerRule.Of(Paid with { Deliveries = [], Counted = false }, [], []).Wire);
    }

    private static void Is(WireCase wire, string says, CallDetails call, params PixelLogRow[] postbacks) =>
        Assert.Equal(
            new TraceAnswer(PaymentCase.Paid, wire, $"Paid: 15.00 USD to Call House. {says}"),
            TraceAnswerRule.Of(call, postbacks, [])
        );

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
            Note = "no route",
            CreatedAt = default,
            IdempotencyKey = "one",
            Headers = new Dictionary<string, string>(),
            SuccessRule = SuccessRule.CakeEnvelope,
            Terms = SendTerms.None,
        };
}
