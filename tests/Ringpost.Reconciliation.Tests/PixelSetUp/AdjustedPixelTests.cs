using System.Text.Json.Nodes;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Reconciliation.OwnBooks;
using Ringpost.Reconciliation.PixelSetUp;
using Xunit;

namespace Ringpost.Reconciliation.Tests.PixelSetUp;

public sealed class AdjustedPixelTests
{
    [Theory]
    [InlineData("o=[tag:Campaign:TrackingId]&pubid=3&f=pb", "offerId 7")]
    [InlineData("o=12&pubid=3&adv=[tag:Buyer:SubId]&e=4&k=secret", "offerId 12, advertiserId 7, eventId 4")]
    [InlineData("pubid=3&O=12&en=Payable%20%22call%22+2", "offerId 12, eventName Payable \"call\" 2")]
    [InlineData("o=12&en=&e=", "offerId 12")]
    public void It_names_offer_buyer_and_event_as_the_pixel_does_that_told_of_the_payout(string query, string expected)
    {
        var body = AdjustedPixel.Body(Pixel($"https://track.example/m.ashx?{query}"));
        var rendered = JsonNode.Parse(TokenTemplate.Parse(body).Render(_ => "7", TokenEncoding.Json))!.AsObject();
        Assert.Equal(
            ["transactionId", "received", "paid", "currency", "sequence", "reason"],
            rendered.Select(p => p.Key).Where(k => !expected.Contains(k + " ", StringComparison.Ordinal))
        );
        Assert.Equal(
            expected,
            string.Join(
                ", ",
                rendered.Where(p => p.Key is "offerId" or "advertiserId" or "eventId" or "eventName").Select(p => $"{p.Key} {p.Value}")
            )
        );
    }

    [Theory]
    [InlineData(DeliveryState.Pending, "waits for its next attempt", OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Rejected, "was rejected by", OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Failed, "could not be delivered", OwnFixKind.ReplayPixel)]
    [InlineData(DeliveryState.Skipped, "was not to be sent", OwnFixKind.ChangePixel)]
    [InlineData(DeliveryState.Delivered, null, null)]
    public void What_became_of_the_last_change_is_told_with_its_fix(DeliveryState state, string? reason, OwnFixKind? fix)
    {
        var fate = ChangeFate.Of(new CallCampaignId("CA1"), [Sent(DeliveryState.Delivered), Sent(state)], tells: true);
        if (reason is null)
            Assert.Null(fate.Reason);
        else
            Assert.Contains(reason, fate.Reason?.ToString(), StringComparison.Ordinal);
        Assert.Equal(fix, fate.Fixes.Count == 0 ? null : fate.Fixes[0].Kind);
    }

    [Fact]
    public void Without_a_pixel_for_our_own_tracker_one_is_to_be_attached()
    {
        var elsewhere = Sent(DeliveryState.Delivered) with { OwnTracker = false };
        Assert.Equal(OwnFixKind.AttachPixel, Assert.Single(ChangeFate.Of(new CallCampaignId("CA1"), [elsewhere], tells: false).Fixes).Kind);
        Assert.Empty(ChangeFate.Of(new CallCampaignId("CA1"), [], tells: true).Fixes);
    }

    private static LastDelivery Sent(DeliveryState state) =>
        new(new DeliveryId("DL1"), "RP1", "EV1", "adjusted", "track.example", true, state, "HTTP 425.", 2, default, null);

    private static Pixel Pixel(string url) =>
        new(
            new PixelId("EV1"),
            "Payout",
            PixelEvent.Payout,
            TokenTemplate.Parse(url),
            "GET",
            new Dictionary<string, TokenTemplate>(),
            null,
            null,
            SuccessRule.CakeEnvelope,
            true,
            default
        );
}
