using Ringpost.Attribution;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking;
using Ringpost.Delivery;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Reconciliation.Agreement;
using Ringpost.Reconciliation.OwnBooks;
using Xunit;
using static Ringpost.Reconciliation.Agreement.AgreementSending;

namespace Ringpost.Reconciliation.Tests.OwnBooks;

public sealed class PixelFateTests
{
    private static readonly CallCampaignId Campaign = new("CA1");
    private static readonly PixelId Pixel = new("PX1");

    [Theory]
    [InlineData(DeliveryState.Pending, true, Waiting, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Rejected, true, Refused, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Failed, true, Refused, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Delivered, true, Accepted, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Skipped, true, NotSent, OwnFixKind.ChangePixel)]
    [InlineData(DeliveryState.Pending, false, Waiting, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Rejected, false, Refused, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Failed, false, Refused, OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Delivered, false, Elsewhere, null)]
    [InlineData(DeliveryState.Skipped, false, NotSent, OwnFixKind.ChangePixel)]
    public void Each_state_of_a_delivery_has_one_fate(DeliveryState state, bool toUs, AgreementSending sending, OwnFixKind? fix)
    {
        var fate = Fate([Sent(state, toUs, note: "Its note.")]);
        Assert.Equal((sending, fix), (fate.Sending, fate.Fixes.Count == 0 ? null : Assert.Single(fate.Fixes).Kind));
        Assert.Equal(
            state is not DeliveryState.Pending,
            fate.Reason.ToString().Contains("Its note.", StringComparison.Ordinal) || state == DeliveryState.Delivered
        );
    }

    [Fact]
    public void Without_a_delivery_the_pixel_that_the_campaign_has_now_is_sent_or_one_is_to_be_attached()
    {
        Assert.Equal(new OwnFix(OwnFixKind.SendPixel, PixelId: "PX1"), Assert.Single(Fate([], attached: Pixel).Fixes));
        Assert.Equal(new OwnFix(OwnFixKind.AttachPixel, CallCampaignId: Campaign), Assert.Single(Fate([]).Fixes));
        Assert.Equal(NotSent, Fate([]).Sending);
    }

    [Fact]
    public void A_pixel_on_an_earlier_event_that_was_taken_tells_of_no_payout_and_one_that_failed_may_have()
    {
        Assert.Equal(NotSent, Fate([Sent(DeliveryState.Delivered, fireOn: "incoming")]).Sending);
        Assert.Equal(NotSent, Fate([Sent(DeliveryState.Delivered, toUs: false, fireOn: "connected")]).Sending);
        Assert.Equal(Refused, Fate([Sent(DeliveryState.Failed, fireOn: "connected")]).Sending);
        Assert.Equal(Accepted, Fate([Sent(DeliveryState.Failed, fireOn: "connected"), Sent(DeliveryState.Delivered)]).Sending);
    }

    [Fact]
    public void Of_several_what_still_may_arrive_comes_first_then_what_failed()
    {
        var (taken, failed, waits) = (Sent(DeliveryState.Delivered), Sent(DeliveryState.Failed), Sent(DeliveryState.Pending));
        Assert.Equal(Waiting, Fate([taken, failed, waits]).Sending);
        Assert.Equal(Refused, Fate([taken, failed]).Sending);
        Assert.Equal(Accepted, Fate([taken, Sent(DeliveryState.Delivered, toUs: false)]).Sending);
    }

    [Fact]
    public void A_refused_postback_says_why_and_is_run_again_after_the_campaign_is_there()
    {
        var refused = Refusal("Bright Media has no campaign for the offer.");
        var fate = PixelFate.Of(Campaign, [Sent(DeliveryState.Delivered)], [refused], _ => new OwnFix(OwnFixKind.AddCampaign), null);
        Assert.Equal(
            (Refused, "Our tracker refused the postback: Bright Media has no campaign for the offer."),
            (fate.Sending, fate.Reason)
        );
        Assert.Equal([OwnFixKind.AddCampaign, OwnFixKind.RunPostbackAgain], fate.Fixes.Select(f => f.Kind));
        // Where the log does not hold all of it, the delivery is sent again.
        Assert.Equal(
            OwnFixKind.ReplayPixel,
            Assert.Single(Fate([Sent(DeliveryState.Rejected)], refused with { CanRunAgain = false }).Fixes).Kind
        );
        // While another attempt is to come nothing is lost yet.
        Assert.Equal(Waiting, Fate([Sent(DeliveryState.Pending)], refused).Sending);
    }

    private static PixelFate Fate(LastDelivery[] deliveries, PixelLogRow? refused = null, PixelId? attached = null) =>
        PixelFate.Of(Campaign, deliveries, refused is null ? [] : [refused], _ => null, attached);

    private static LastDelivery Sent(DeliveryState state, bool toUs = true, string fireOn = "payout", string note = "") =>
        new(
            new DeliveryId("D1"),
            "call",
            Pixel.Value,
            fireOn,
            "tracker.example",
            toUs,
            state,
            note,
            state == DeliveryState.Pending ? 0 : 1,
            default,
            null
        );

    private static PixelLogRow Refusal(string why) =>
        new(
            7,
            default,
            "GET",
            "127.0.0.1",
            false,
            "/p.ashx",
            7,
            null,
            null,
            null,
            new OfferId(1),
            PostbackOutcome.InvalidCampaign,
            null,
            [new ExplanationLine("campaign", "stop", why)],
            true,
            null,
            null
        );
}
