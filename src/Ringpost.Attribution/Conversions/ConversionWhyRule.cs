using System.Globalization;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Conversions;

/// <summary>Answers why a conversion is, or is not, paid. Says nothing of what was received. Without I/O.</summary>
internal static class ConversionWhyRule
{
    public static ConversionWhy Of(ConversionAnswer c, decimal firstPaid, AffiliateTold told)
    {
        var (why, says) = Judge(c, firstPaid);
        return new ConversionWhy(
            why,
            told is { Told: false, Reason: not "noPixel" and var reason }
                ? Phrase.Of($"{says} The affiliate was not told, because {FireReasons.FromStored(reason).Because()}.")
                : says
        );
    }

    private static (ConversionWhyCase, Phrase) Judge(ConversionAnswer c, decimal firstPaid) =>
        c.Test ? Say(ConversionWhyCase.Test, "Not payable: a test.")
        : c.Disposition == "pending" ? Pending(c)
        : c.Disposition == "rejected" ? Say(ConversionWhyCase.Rejected, Ended(Phrase.Of($"Not paid: it was rejected{Note(c)}."), c))
        : c.Disposition == "returned" ? Say(ConversionWhyCase.Returned, Ended(Phrase.Of($"Not paid: it was returned{Note(c)}."), c))
        : c.Cap is { } cap && c.Paid == 0
            ? Say(
                ConversionWhyCase.CapReached,
                cap.Note.Length == 0 ? "Nothing is paid: it came over a cap." : Phrase.Of($"Nothing is paid: {Lower(cap.Note)}")
            )
        : c.Paid > 0
            ? Say(
                ConversionWhyCase.Paid,
                c.Paid == firstPaid
                    ? Phrase.Of($"Paid: {Amount(c.Paid, c)} to {c.AffiliateName}.")
                    : Phrase.Of($"Paid: {Amount(c.Paid, c)} to {c.AffiliateName}, changed from {Amount(firstPaid, c)}.")
            )
        : firstPaid > 0 ? Say(ConversionWhyCase.TakenBack, $"No longer paid: {Amount(firstPaid, c)} was taken back.")
        : Say(ConversionWhyCase.PaysNothing, $"Nothing is paid: {c.EventName} pays {c.AffiliateName} nothing at this offer.");

    private static (ConversionWhyCase, Phrase) Pending(ConversionAnswer c) =>
        c.Reason switch
        {
            "UNVERIFIED SENDER" when c.Source == "pixel" => Say(
                ConversionWhyCase.UnverifiedSender,
                "Not payable: a visitor's browser sent it, and its pixel carries no key that vouches for it (“Why” below names the reason). "
                    + "Approve this conversion, and put the pixel of the offer's tab “Browser pixels” on the page, so that the next ones count at once."
            ),
            "UNVERIFIED SENDER" => Say(
                ConversionWhyCase.UnverifiedSender,
                $"Not payable: the sender {c.Ip} is not known. Approve this conversion, or whitelist the address to approve all that came from it."
            ),
            "AMOUNT NOT SENT" => Say(
                ConversionWhyCase.AmountNotSent,
                "Not payable: the postback came before the amount was known. The next one of the same transaction that carries it completes this conversion."
            ),
            "NO RATE" => Say(
                ConversionWhyCase.NoRate,
                "Not payable: the postback named another currency than the offer's, and there is no rate for that day."
            ),
            "REVIEW" => Say(ConversionWhyCase.Review, "Not payable yet: its campaign or affiliate is under review. Approve or reject it."),
            "CAP REACHED" => Say(ConversionWhyCase.CapReached, "Not payable: it came over a cap."),
            null => Say(ConversionWhyCase.Pending, $"Not payable: somebody made it pending{Note(c)}."),
            _ => Say(ConversionWhyCase.Pending, $"Not payable: {c.Reason}."),
        };

    private static (ConversionWhyCase, Phrase) Say(ConversionWhyCase why, Phrase says) => (why, says);

    private static string Note(ConversionAnswer c)
    {
        string[] parts = [.. new[] { c.DispositionName, c.Note?.TrimEnd('.') }.OfType<string>().Where(p => p.Length > 0)];
        return parts.Length == 0 ? "" : $" ({string.Join(": ", parts)})";
    }

    private static Phrase Ended(Phrase how, ConversionAnswer c) =>
        c.Paid > 0 ? Phrase.Joined([how, Phrase.Of($"The affiliate keeps {Amount(c.Paid, c)}.")]) : how;

    private static string Lower(string sentence) => sentence.Length == 0 ? "" : char.ToLowerInvariant(sentence[0]) + sentence[1..];

    private static string Amount(decimal amount, ConversionAnswer c) =>
        $"{amount.ToString("0.00##", CultureInfo.InvariantCulture)} {c.Currency}";
}
