using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Caps;

/// <summary>What a conversion over a cap becomes: the amounts of a closed side are 0 and no longer awaited (cake.md 5.6, 5.7).</summary>
internal static class CappedDraft
{
    public static ConversionDraft Of(ConversionDraft draft, CapBehavior behavior)
    {
        var (noReceived, noPaid) = (behavior.ClosesAdvertiser(), behavior.ClosesAffiliate());
        var price = draft.Price with
        {
            Received = noReceived ? 0 : draft.Price.Received,
            Paid = noPaid ? 0 : draft.Price.Paid,
            AwaitsReceived = !noReceived && draft.Price.AwaitsReceived,
            AwaitsPaid = !noPaid && draft.Price.AwaitsPaid,
        };
        var sentReceived = noReceived ? default : draft.SentReceived;
        var sentPaid = noPaid ? default : draft.SentPaid;
        // What can't be converted is open only while a side is that counts it.
        var isSent = sentReceived.Sent == AmountSent.Given || sentPaid.Sent == AmountSent.Given;
        var lacksRate = price.NoRate && isSent;
        return draft with
        {
            Price = price with { NoRate = lacksRate },
            SentReceived = sentReceived,
            SentPaid = sentPaid,
            SentCurrency = isSent ? draft.SentCurrency : null,
            Pending = Pending(draft, price, lacksRate),
        };
    }

    private static PendingReason? Pending(ConversionDraft draft, ConversionPrice price, bool lacksRate) =>
        draft.Pending is null or PendingReason.UnverifiedSender ? draft.Pending
        : price.AwaitsReceived || price.AwaitsPaid ? PendingReason.AmountNotSent
        : lacksRate ? PendingReason.NoRate
        : draft.Review ? PendingReason.Review
        : null;
}
