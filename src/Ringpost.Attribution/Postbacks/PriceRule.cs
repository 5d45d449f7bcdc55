using Ringpost.Primitives;

namespace Ringpost.Attribution.Postbacks;

/// <summary>What a conversion is worth when it is stored, in millionths of the offer's currency.</summary>
/// <param name="AwaitsReceived">The amount was sent empty: a later postback fills it in once.</param>
/// <param name="CarriesReceived">This postback itself knows the amount, so it can fill in one that is awaited.</param>
/// <param name="ReceivedIsShare">What was sent as <c>p</c> is the sale amount, of which received is a percentage.</param>
/// <param name="NoRate">It names a currency that we can't convert: the amounts it sent are kept aside and count 0.</param>
internal readonly record struct ConversionPrice(
    long Received,
    long Paid,
    bool AwaitsReceived,
    bool AwaitsPaid,
    bool CarriesReceived,
    bool CarriesPaid,
    bool NoRate,
    string ReceivedFrom,
    string PaidFrom,
    bool ReceivedIsShare = false
);

/// <summary>The price of a conversion (cake.md 2.6 step 9, 2.3a): what the postback names, else what is configured.</summary>
internal static class PriceRule
{
    private const decimal Percent = 100m * 1_000_000m;

    /// <param name="rate">Units of the offer's currency per unit of the sent one: 1 where they are the same, null where no rate is known.</param>
    public static ConversionPrice Decide(SentAmount received, SentAmount paid, decimal? rate, PriceTerms terms, bool published)
    {
        var noRate = rate is null && (received.Sent == AmountSent.Given || paid.Sent == AmountSent.Given);
        // Unrounded: a share of a converted amount is rounded once.
        var sale = received.Sent == AmountSent.Given ? received.Millionths / 1_000_000m * (rate ?? 0) : 0;
        var (receivedAmount, receivedFrom) = received.Sent switch
        {
            AmountSent.Given when noRate => (0, "p, without a rate"),
            AmountSent.Given when terms.Received.IsShare => (Share(sale, terms.Received), $"{terms.Received.From}'s share of p"),
            AmountSent.Given => (Converted(received, rate), rate == 1 ? "p" : "p, converted"),
            AmountSent.Empty => (0, "p, not sent yet"),
            AmountSent.Absent when terms.Received.IsShare => (0, $"{terms.Received.From}'s share of p, which is not there"),
            AmountSent.Absent => (terms.Received.Value, terms.Received.From),
        };
        var isShare = terms.Paid.IsShare && paid.Sent == AmountSent.Absent;
        var (paidAmount, paidFrom) = paid.Sent switch
        {
            AmountSent.Given when noRate => (0, "ap, without a rate"),
            AmountSent.Given => (Converted(paid, rate), rate == 1 ? "ap" : "ap, converted"),
            AmountSent.Empty => (0, "ap, not sent yet"),
            AmountSent.Absent when isShare => (
                Share(received.Sent == AmountSent.Given ? sale : receivedAmount / 1_000_000m, terms.Paid),
                $"{terms.Paid.From}'s share of p"
            ),
            AmountSent.Absent => (terms.Paid.Value, terms.Paid.From),
        };
        var awaitsPaid = published && (paid.Sent == AmountSent.Empty || (isShare && received.Sent == AmountSent.Empty));
        return new ConversionPrice(
            receivedAmount,
            published ? paidAmount : 0,
            received.Sent == AmountSent.Empty,
            awaitsPaid,
            CarriesReceived: received.Sent == AmountSent.Given && !noRate,
            CarriesPaid: !noRate && (paid.Sent == AmountSent.Given || (isShare && received.Sent == AmountSent.Given)),
            noRate,
            receivedFrom,
            published ? paidFrom : "0, the event is not published",
            terms.Received.IsShare
        );
    }

    /// <summary>The payout that a received amount earns where the payout is a share; null where it is none, or the sale can't be known.</summary>
    public static long? PaidFor(long received, PriceTerms terms) =>
        !terms.Paid.IsShare ? null
        : !terms.Received.IsShare ? Share(received / 1_000_000m, terms.Paid)
        : terms.Received.Value == 0 ? null
        : Money.ComputedToMillionths(received / 1_000_000m * terms.Paid.Value / terms.Received.Value);

    /// <summary>Whether the amount is one that can be held once it is converted.</summary>
    public static bool Fits(SentAmount amount, decimal? rate) =>
        amount.Sent != AmountSent.Given || rate is null || amount.Millionths / 1_000_000m * rate <= Money.Largest;

    private static long Converted(SentAmount sent, decimal? rate) =>
        rate == 1 ? sent.Millionths : Money.ComputedToMillionths(sent.Millionths / 1_000_000m * (rate ?? 0));

    /// <summary>70 means 70 %: the percentage is held in millionths of a percent.</summary>
    private static long Share(decimal amount, ConfiguredPrice share) => Money.ComputedToMillionths(amount * (share.Value / Percent));
}
