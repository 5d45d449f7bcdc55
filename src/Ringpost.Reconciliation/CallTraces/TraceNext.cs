using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.PaymentAnswers;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>What can be done about what did not go as it should, the nearest to the money first. Without I/O.</summary>
internal static class TraceNext
{
    private const int Most = 4;

    /// <param name="actor">Nobody is led to where they see or can do nothing.</param>
    public static IReadOnlyList<TraceNextStep> Of(
        Actor actor,
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    ) =>
        call.Live
            ? []
            :
            [
                .. OfCall(call)
                    .Concat(OfPayment(call))
                    .Concat(OfWire(call, postbacks, conversions))
                    .Concat(OfAmounts(call))
                    .Where(n => May(actor, n.Action))
                    .Select(n => n with { Says = Words(actor, n) })
                    .Distinct()
                    .Take(Most),
            ];

    private static bool May(Actor actor, TraceAction action) =>
        action switch
        {
            TraceAction.OpenTarget => actor.May(Permission.SeeRevenue),
            TraceAction.AdjustCall or TraceAction.OpenDispute => actor.May(Permission.ChangeMoney) && actor.May(Permission.SeeRevenue),
            TraceAction.ReplayDelivery
            or TraceAction.RunPostbackAgain
            or TraceAction.DecideConversion
            or TraceAction.OpenCampaign
            or TraceAction.OpenNumber
            or TraceAction.OpenPublisher
            or TraceAction.OpenBlockedNumbers
            or TraceAction.ReadCarrierRecord
            or TraceAction.OpenEarlierCall
            or TraceAction.OpenAdjustments => true,
        };

    /// <summary>Who may only look is led to the same place to look.</summary>
    private static Phrase Words(Actor actor, TraceNextStep next) =>
        next.Action switch
        {
            TraceAction.ReplayDelivery when !actor.May(Permission.ChangeMoney) => "See the pixel and its answers",
            TraceAction.RunPostbackAgain when !actor.May(Permission.ChangeMoney) => "See the refused postback",
            TraceAction.DecideConversion when !actor.May(Permission.ChangeMoney) => "See the conversion",
            TraceAction.ReadCarrierRecord when !actor.May(Permission.ChangeConfiguration) => "See what the carrier said",
            TraceAction.OpenCampaign when !actor.May(Permission.ChangeConfiguration) => "See the campaign",
            _ => next.Says,
        };

    /// <summary>To the rule or the record that decided the payment.</summary>
    private static IEnumerable<TraceNextStep> OfPayment(CallDetails call)
    {
        var campaign = call.CallCampaignId.Value;
        switch (call.Answer.Case)
        {
            case PaymentCase.TooShort or PaymentCase.Closed or PaymentCase.FilterNotMet or PaymentCase.NoRevenue:
                yield return new(TraceAction.OpenCampaign, campaign, $"See what {call.CallCampaignName} pays for");
                break;
            case PaymentCase.NotConverted:
                yield return new(TraceAction.OpenCampaign, campaign, $"See when calls of {call.CallCampaignName} convert");
                break;
            case PaymentCase.NotConnected when call.Legs.Count > 0:
                yield return new(
                    TraceAction.OpenTarget,
                    call.Legs[^1].TargetId.Value,
                    $"Open {call.Legs[^1].TargetName}, which did not answer"
                );
                break;
            case PaymentCase.Duplicate when call.Answer.EarlierCallId is { } earlier:
                yield return new(TraceAction.OpenEarlierCall, earlier.Value, "Open the call that was paid before");
                break;
            case PaymentCase.Capped when call.PublisherId is { } publisher:
                yield return new(TraceAction.OpenPublisher, publisher.Value, $"Open {call.PublisherName}, whose cap was full");
                break;
            case PaymentCase.PaidAdjusted or PaymentCase.PaidByAdjustment or PaymentCase.TakenBack:
                yield return new(TraceAction.OpenAdjustments, call.Id.Value, "See what was changed, by whom and why");
                break;
            case PaymentCase.PaidDisputed:
                yield return new(TraceAction.OpenDispute, call.Id.Value, "Decide the buyer's dispute");
                break;
        }
    }

    /// <summary>Whatever the rules said, somebody may pay it: the last thing to do.</summary>
    private static IEnumerable<TraceNextStep> OfAmounts(CallDetails call)
    {
        if (call is { Counted: true, Payout: 0, Answer.Case: not (PaymentCase.Live or PaymentCase.EndUnknown or PaymentCase.TakenBack) })
            yield return new(TraceAction.AdjustCall, call.Id.Value, "Pay it all the same");
    }

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
        if (TraceAnswerRule.IsUntold(call))
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
