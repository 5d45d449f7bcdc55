using Ringpost.CallTracking;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>What became of telling our own tracker that a call's amounts were changed.</summary>
/// <param name="Reason">In a sentence; null where the tracker took it, and something else makes the difference.</param>
internal sealed record ChangeFate(Phrase? Reason, IReadOnlyList<OwnFix> Fixes)
{
    /// <param name="deliveries">What the call's pixels had to send, oldest first.</param>
    /// <param name="tells">Whether a pixel of the campaign tells of changes now.</param>
    public static ChangeFate Of(CallCampaignId campaign, IEnumerable<LastDelivery> deliveries, bool tells)
    {
        var last = deliveries.LastOrDefault(d => d.OwnTracker && d.Event == "adjusted");
        return last switch
        {
            null when tells => new ChangeFate(
                "The tracker was not told: the campaign had no pixel on Adjusted for it when the call was changed. It has one now.",
                []
            ),
            null => new ChangeFate(
                "The tracker was not told: the campaign has no pixel on Adjusted for it. Its card sets one up.",
                [new OwnFix(OwnFixKind.AttachPixel, CallCampaignId: campaign)]
            ),
            { State: DeliveryState.Skipped } => new ChangeFate(
                $"The pixel on Adjusted was not to be sent. {last.Note}",
                [new OwnFix(OwnFixKind.ChangePixel, PixelId: last.RuleId)]
            ),
            { State: DeliveryState.Delivered } => new ChangeFate(null, []),
            { State: DeliveryState.Pending or DeliveryState.Rejected or DeliveryState.Failed } => new ChangeFate(
                PixelFate.OfDelivery(last).Reason,
                PixelFate.OfDelivery(last).Fixes
            ),
            _ => throw new InvalidOperationException($"No such state: {last.State}."),
        };
    }
}
