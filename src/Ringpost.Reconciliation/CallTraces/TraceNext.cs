using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>What can be done about what did not go as it should, the nearest to the money first. Without I/O.</summary>
internal static class TraceNext
{
    private const int Most = 4;

    public static IReadOnlyList<TraceNextStep> Of(
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    ) => call.Live ? [] : [.. OfCall(call).Concat(OfWire(call, postbacks, conversions)).Distinct().Take(Most)];

    private static IEnumerable<TraceNextStep> OfCall(CallDetails call)
    {
        var campaign = call.CallCampaignId.Value;
        if (Read<BlockReason>(call.Reasons.Block) is { } blocked && OfBlock(call, blocked) is { } unblock)
            yield return unblock;
        if (Read<IncompleteReason>(call.Reasons.Incomplete) is IncompleteReason.NoTarget)
            yield return new(TraceAction.OpenCampaign, campaign, $"See the routes of {call.CallCampaignName}");
        if (
            Read<ConversionRefusal>(call.Reasons.Conversion) is ConversionRefusal.EndUnknown
            || Read<PayoutRefusal>(call.Reasons.Payout) is PayoutRefusal.EndUnknown
        )
            yield return new(TraceAction.ReadCarrierRecord, call.Id.Value, "Take the length from the carrier's record");
        if (Read<PayoutRefusal>(call.Reasons.Payout) is PayoutRefusal.NoRule)
            yield return new(TraceAction.OpenCampaign, campaign, $"Add a payout to {call.CallCampaignName}");
        if (call is { Counted: true, Blocked: false, Deliveries.Count: 0 } && (call.Paid || call.Converted))
            yield return new(TraceAction.OpenCampaign, campaign, $"Nobody was told: add a pixel to {call.CallCampaignName}");
    }

    private static TraceNextStep? OfBlock(CallDetails call, BlockReason reason) =>
        reason switch
        {
            BlockReason.NumberPaused => new(TraceAction.OpenNumber, call.NumberId.Value, "Open the number that is paused"),
            BlockReason.CampaignPaused => new(
                TraceAction.OpenCampaign,
                call.CallCampaignId.Value,
                $"Open {call.CallCampaignName}, which is paused"
            ),
            BlockReason.PublisherPaused or BlockReason.PublisherCapped when call.PublisherId is { } id => new(
                TraceAction.OpenPublisher,
                id.Value,
                $"Open {call.PublisherName}"
            ),
            BlockReason.NumberBlocked or BlockReason.PrefixBlocked or BlockReason.AnonymousBlocked => new(
                TraceAction.OpenBlockedNumbers,
                call.Id.Value,
                "See the blocked numbers"
            ),
            BlockReason.RepeatedTooSoon
            or BlockReason.AttestationTooWeak
            or BlockReason.NotAttested
            or BlockReason.CheckRefused
            or BlockReason.CheckUnanswered => new(
                TraceAction.OpenCampaign,
                call.CallCampaignId.Value,
                $"See which calls {call.CallCampaignName} lets in"
            ),
            BlockReason.PublisherPaused or BlockReason.PublisherCapped => null,
        };

    private static IEnumerable<TraceNextStep> OfWire(
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    )
    {
        foreach (var last in call.Deliveries.GroupBy(d => d.IdempotencyKey).Select(d => d.Last()))
            if (last.State is DeliveryState.Failed or DeliveryState.Rejected)
                yield return new(TraceAction.ReplayDelivery, last.Id.Value, "Send the pixel again once its receiver takes it");
        foreach (var refused in postbacks.Where(p => p.Outcome.IsRefusal() && p is { CanRunAgain: true, ConversionId: null }))
            yield return new(
                TraceAction.RunPostbackAgain,
                refused.Id.ToString(CultureInfo.InvariantCulture),
                "Run the refused postback again once its reason is mended"
            );
        foreach (var pending in conversions.Where(c => c.Disposition == "pending"))
            yield return new(TraceAction.DecideConversion, $"{pending.Id}", $"Approve or reject conversion {pending.PublicId}");
    }

    private static T? Read<T>(string? word)
        where T : struct, Enum => Enum.TryParse(word, out T value) && Enum.IsDefined(value) ? value : null;
}
