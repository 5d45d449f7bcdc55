using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.PixelLog;
using Ringpost.Attribution.Postbacks;
using Ringpost.CallTracking.CallLists;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.CallTraces;

/// <summary>One sentence on the payment, and where telling others of the call failed one more, from the call outwards. Without I/O.</summary>
internal static class TraceAnswerRule
{
    public static TraceAnswer Of(CallDetails call, IReadOnlyList<PixelLogRow> postbacks, IReadOnlyList<ConversionCard> conversions)
    {
        var (wire, says) = Wire(call, postbacks, conversions);
        return new TraceAnswer(call.Answer.Case, wire, says is null ? call.Answer.Says : Phrase.Joined([call.Answer.Says, says]));
    }

    private static (WireCase Case, Phrase? Says) Wire(
        CallDetails call,
        IReadOnlyList<PixelLogRow> postbacks,
        IReadOnlyList<ConversionCard> conversions
    )
    {
        // Of a pixel that was sent again the last time counts.
        var sent = call.Deliveries.GroupBy(d => d.IdempotencyKey).Select(d => d.Last()).ToList();
        foreach (
            var (state, wire) in new[]
            {
                (DeliveryState.Failed, WireCase.PixelFailed),
                (DeliveryState.Rejected, WireCase.PixelRejected),
                (DeliveryState.Pending, WireCase.PixelWaiting),
            }
        )
            if (sent.Where(d => d.State == state).Select(WireSentences.NotSent).FirstOrDefault(s => s is not null) is { } says)
                return (wire, says);
        // A postback that was run again, or came twice, counts by what became of it in the end.
        if (conversions.Count == 0 && postbacks.LastOrDefault(p => p.Outcome.IsRefusal()) is { } refused)
            return (WireCase.PostbackRefused, WireSentences.Refused(refused));
        if (conversions.FirstOrDefault(c => c.Disposition == "pending") is { } pending)
            return (WireCase.ConversionPending, WireSentences.NotApproved(pending));
        if (conversions.FirstOrDefault(c => c.Disposition != "approved") is { } rejected)
            return (WireCase.ConversionRejected, WireSentences.NotApproved(rejected));
        if (conversions.FirstOrDefault(c => c.AffiliateTold is { Told: false, Reason: not "noPixel" }) is { } untold)
            return (WireCase.AffiliateNotTold, $"The affiliate {untold.AffiliateName}: {untold.AffiliateTold.Because}");
        return IsUntold(call)
            ? (WireCase.NobodyTold, (Phrase?)"Nobody was told of it: no pixel listens to what it earned.")
            : (WireCase.Fine, null);
    }

    /// <summary>It earned something that somebody outside waits for, and nothing was sent.</summary>
    public static bool IsUntold(CallDetails call) =>
        call is { Live: false, Counted: true, Blocked: false, Deliveries.Count: 0 } && (call.Paid || call.Converted);
}
