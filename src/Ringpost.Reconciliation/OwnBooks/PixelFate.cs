using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>What became of telling the other side of a call for which it has no conversion.</summary>
/// <param name="Reason">In a sentence.</param>
internal sealed record PixelFate(AgreementSending Sending, Phrase Reason, IReadOnlyList<OwnFix> Fixes)
{
    /// <summary>The events by which a call's money is told.</summary>
    private static readonly string[] OfMoney = ["completed", "converted", "payout", "finalized"];

    /// <param name="deliveries">What the call's pixels had to send, oldest first, replays in place of what they repeat.</param>
    /// <param name="postbacks">What our tracker got under the call's id and made no conversion of, oldest first.</param>
    /// <param name="missing">The pair of offer and affiliate that a refused postback named and that has no campaign.</param>
    /// <param name="attached">The pixel for our own tracker that the call's campaign has now; null where it has none.</param>
    public static PixelFate Of(
        CallCampaignId campaign,
        IReadOnlyList<LastDelivery> deliveries,
        IReadOnlyList<PixelLogRow> postbacks,
        Func<PixelLogRow, OwnFix?> missing,
        PixelId? attached
    )
    {
        var own = deliveries.Where(d => d.OwnTracker).ToList();
        var told = FirstOf(
            own.Where(IsOfMoney),
            // What was taken on an earlier event tells of no payout; what failed may have been meant to.
            own.Where(d => d.State != DeliveryState.Delivered),
            deliveries.Where(IsOfMoney)
        );
        if (postbacks.LastOrDefault(p => p.Outcome.IsRefusal()) is { } refused && !told.Any(d => d.State == DeliveryState.Pending))
            return OfRefusal(refused, own.LastOrDefault(), missing);
        // What still may arrive comes before what failed, that before what was taken: one of two pixels that fails is to be seen.
        foreach (
            var state in (DeliveryState[])[DeliveryState.Pending, DeliveryState.Rejected, DeliveryState.Failed, DeliveryState.Delivered]
        )
            if (told.LastOrDefault(d => d.State == state) is { } delivery)
                return OfDelivery(delivery);
        if (told.LastOrDefault() is { } skipped)
            return new PixelFate(
                AgreementSending.NotSent,
                $"The pixel on {Event(skipped)} was not to be sent. {skipped.Note}",
                [new OwnFix(OwnFixKind.ChangePixel, PixelId: skipped.RuleId)]
            );
        return attached is { } pixel
            ? new PixelFate(
                AgreementSending.NotSent,
                "No pixel was sent: the campaign had none for our tracker when the call came. It has one now.",
                [new OwnFix(OwnFixKind.SendPixel, PixelId: pixel.Value)]
            )
            : new PixelFate(
                AgreementSending.NotSent,
                "No pixel was sent: the campaign has none that tells our tracker of a payout.",
                [new OwnFix(OwnFixKind.AttachPixel, CallCampaignId: campaign)]
            );
    }

    private static PixelFate OfRefusal(PixelLogRow refused, LastDelivery? sent, Func<PixelLogRow, OwnFix?> missing)
    {
        var why = refused.Explanation.LastOrDefault(e => e.Verdict == "stop")?.Detail ?? Phrase.Of($"{refused.Outcome.ToText()}.");
        var fixes = new List<OwnFix>();
        if (missing(refused) is { } campaign)
            fixes.Add(campaign);
        if (refused.CanRunAgain)
            fixes.Add(new OwnFix(OwnFixKind.RunPostbackAgain, PixelLogId: refused.Id));
        else if (sent is not null)
            fixes.Add(new OwnFix(OwnFixKind.ReplayPixel, DeliveryId: sent.Id.Value));
        return new PixelFate(AgreementSending.Refused, $"Our tracker refused the postback: {why}", fixes);
    }

    /// <summary>Of one that is to be sent, or was.</summary>
    public static PixelFate OfDelivery(LastDelivery delivery)
    {
        OwnFix[] replay = [new OwnFix(OwnFixKind.ReplayPixel, DeliveryId: delivery.Id.Value)];
        var pixel = Phrase.Of($"The pixel on {Event(delivery)}");
        var note = delivery.Note.IsEmpty ? "" : Phrase.Of($" {delivery.Note}");
        return delivery.State switch
        {
            DeliveryState.Pending => new PixelFate(
                AgreementSending.Waiting,
                delivery.Attempts == 0
                    ? Phrase.Of($"{pixel} waits to be sent to {delivery.Host}.")
                    : Phrase.Of($"{pixel} waits for its next attempt, {delivery.Attempts} failed so far.{note}"),
                replay
            ),
            DeliveryState.Rejected => new PixelFate(AgreementSending.Refused, $"{pixel} was rejected by {delivery.Host}.{note}", replay),
            DeliveryState.Failed => new PixelFate(
                AgreementSending.Refused,
                delivery.Attempts == 1
                    ? Phrase.Of($"{pixel} could not be delivered to {delivery.Host} in {delivery.Attempts} attempt.{note}")
                    : Phrase.Of($"{pixel} could not be delivered to {delivery.Host} in {delivery.Attempts} attempts.{note}"),
                replay
            ),
            DeliveryState.Delivered when delivery.OwnTracker => new PixelFate(
                AgreementSending.Accepted,
                $"{pixel} was answered with success by our tracker, which has no conversion with money under the call's id. Look whether its t= is the call's id.",
                replay
            ),
            DeliveryState.Delivered => new PixelFate(
                AgreementSending.Elsewhere,
                $"{pixel} was accepted by {delivery.Host}; what its book says is not known here.",
                []
            ),
            DeliveryState.Skipped => throw new InvalidOperationException("What was not to be sent has no receiver."),
        };
    }

    private static bool IsOfMoney(LastDelivery delivery) => OfMoney.Contains(delivery.Event, StringComparer.OrdinalIgnoreCase);

    private static List<LastDelivery> FirstOf(params ReadOnlySpan<IEnumerable<LastDelivery>> choices)
    {
        foreach (var choice in choices)
            if (choice.ToList() is { Count: > 0 } found)
                return found;
        return [];
    }

    private static string Event(LastDelivery delivery) =>
        delivery.Event.Length == 0 ? "" : char.ToUpperInvariant(delivery.Event[0]) + delivery.Event[1..];
}
