using System.Globalization;
using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Why the books do not agree on a call, in sentences. Without I/O.</summary>
internal sealed class OwnReasons(OwnNames names, TimeZoneInfo zone)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);

    public IEnumerable<Phrase> Of(JudgedCall judged, AgreementFinding finding, BookedConversion? conversion) =>
        finding.Verdict switch
        {
            AgreementVerdict.NeverSent
            or AgreementVerdict.OnItsWay
            or AgreementVerdict.SentButRejected
            or AgreementVerdict.NeverArrived
            or AgreementVerdict.TakenElsewhere => [judged.Fate?.Reason ?? finding.Verdict.Meaning()],
            AgreementVerdict.Rejected => [$"Its conversion {conversion!.Id} is {conversion.Disposition}{Because(conversion)}."],
            AgreementVerdict.CountedTwice => CountedTwice(judged, conversion!),
            AgreementVerdict.UnknownCall =>
            [
                conversion!.TransactionId is null ? "It has no transaction id." : "Its transaction id is the id of no call.",
                $"It has {Both(conversion)} on an offer that calls are posted to.",
            ],
            AgreementVerdict.UnpaidCall => Unpaid(judged.Call!, conversion!),
            AgreementVerdict.AnotherCurrency => [Currencies(judged.Call!, conversion!)],
            AgreementVerdict.AnotherAmount => Amounts(judged, finding, conversion!),
            AgreementVerdict.AnotherCampaign => [Elsewhere(judged.Call!, conversion!)],
            AgreementVerdict.AnotherDay => [OtherDay(judged.Call!, conversion!, finding.Day)],
            AgreementVerdict.Test =>
            [
                finding.Count > 0 ? "The call is a test and earns nothing; its conversion counts."
                : finding.Count < 0 ? "The call counts; its conversion is marked as a test, as a pixel with test=1 makes it."
                : "It is a test, and nothing counts for it.",
            ],
            AgreementVerdict.Matched => [],
        };

    private static IEnumerable<Phrase> CountedTwice(JudgedCall judged, BookedConversion conversion)
    {
        var first = judged.Conversions.FirstOrDefault(c =>
            c.Id != conversion.Id && c.EventId == conversion.EventId && OwnRule.Counts(c) && c.Disposition is not ("rejected" or "returned")
        );
        yield return first is null
            ? Phrase.Of($"Conversion {conversion.Id} is one more of the same event.")
            : Phrase.Of($"Conversion {conversion.Id} is of the same event as {first.Id}, which stands for the call.");
        if (first is not null && first.OfferId != conversion.OfferId)
            yield return "They stand on two offers: the call has two pixels that tell of the same.";
    }

    private IEnumerable<Phrase> Unpaid(EarnedCall call, BookedConversion conversion)
    {
        yield return call.ChangedAt is { } changed ? Phrase.Of($"The call earns nothing since it was changed on {Time(changed)}.")
        : call.Paid ? "The call earns nothing."
        : CallSentences.NotPaid(call.PayoutReason) ?? "The call was not paid.";
        yield return $"Its conversion {conversion.Id} has {Both(conversion)}.";
    }

    private static Phrase Currencies(EarnedCall call, BookedConversion conversion) =>
        conversion.SentCurrency == call.Currency
            ? Phrase.Of(
                $"{Amount(conversion.SentPaid ?? call.Payout)} {call.Currency} paid were sent and became {Amount(conversion.Paid)} {conversion.Currency} at the day's rate."
            )
            : Phrase.Of(
                $"The call is in {call.Currency}, the conversion in {conversion.Currency}, and its amounts were taken as they are. Send the currency, or give campaign and offer the same one."
            );

    private IEnumerable<Phrase> Amounts(JudgedCall judged, AgreementFinding finding, BookedConversion conversion)
    {
        var call = judged.Call!;
        foreach (
            var (side, own, difference) in new[]
            {
                ((Phrase)"Paid", call.Payout, finding.Paid ?? 0),
                ((Phrase)"Received", call.Revenue, finding.Received ?? 0),
            }
        )
            if (difference != 0)
                yield return $"{side} {Amount(own + difference)} instead of {Amount(own)} {call.Currency} ({Signed(difference)}).";
        if (judged.Conversions.Count(OwnRule.Counts) > 1)
            yield return "That is the sum of its conversions.";
        if (conversion.Disposition == "pending")
            yield return $"The conversion is pending{Because(conversion)}.";
        else if (conversion.Awaits)
            yield return "An amount of the conversion has not come yet.";
        if (call.ChangedAt is { } changed && changed > conversion.ArrivedAt)
            yield return $"The call was changed on {Time(changed)}, after its conversion had been booked.";
        if (judged.Change?.Reason is { } told)
            yield return told;
        if (conversion.ChangedAt is { } later)
            yield return $"The conversion was changed on {Time(later)}.";
    }

    private Phrase Elsewhere(EarnedCall call, BookedConversion conversion)
    {
        var where = Phrase.Of($"It stands for {names.Affiliate(conversion.AffiliateId)} on {names.Offer(conversion.OfferId)}");
        return names.AffiliateOf(call) is { } affiliate && affiliate != conversion.AffiliateId
            ? Phrase.Of($"{where}; the publisher's Sub ID is {names.Affiliate(affiliate)}.")
            : Phrase.Of($"{where}; the campaign's Tracking ID and pixels name another offer.");
    }

    private Phrase OtherDay(EarnedCall call, BookedConversion conversion, DayCause? cause)
    {
        var over = call.EndedAt ?? call.At;
        if (Day(over) == Day(conversion.At) && (conversion.At - over).Duration() <= Soon)
            return $"The call came at {Time(call.At)} and was over at {Time(over)}; its conversion has the time of its end.";
        var apart = conversion.At - over;
        // Zones lie quarters of an hour apart, at most 14 hours; a pixel is sent soon after the end.
        var zones = TimeSpan.FromMinutes(Math.Round(apart.TotalMinutes / 15) * 15);
        if (
            conversion.At != conversion.ArrivedAt
            && zones.Duration() >= TimeSpan.FromMinutes(30)
            && zones.Duration() <= TimeSpan.FromHours(14)
            && (apart - zones).Duration() <= TimeSpan.FromMinutes(1)
        )
            return zones > TimeSpan.Zero
                ? Phrase.Of($"Its time was sent {Hours(zones)} after the call's end: the mark of another zone in the pixel's dt=.")
                : Phrase.Of($"Its time was sent {Hours(zones)} before the call's end: the mark of another zone in the pixel's dt=.");
        return conversion.At == conversion.ArrivedAt
            ? Phrase.Of($"It arrived {Hours(apart)} after the call's end, and no time was sent with it.")
            : Phrase.Of($"It has {Time(conversion.At)}, the call {Time(call.At)}: {(cause ?? DayCause.Late).Sentence()}.");
    }

    private DateOnly Day(Instant at) => DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime);

    private string Time(Instant at) => TimeZones.InZone(at, zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Because(BookedConversion conversion) => conversion.Reason is { Length: > 0 } reason ? $": {reason}" : "";

    private static Phrase Both(BookedConversion conversion) =>
        Phrase.Of($"received {Amount(conversion.Received)} and paid {Amount(conversion.Paid)} {conversion.Currency}");

    private static Phrase Hours(TimeSpan span)
    {
        var minutes = (long)Math.Round(span.Duration().TotalMinutes);
        return minutes % 60 == 0 ? Phrase.Of($"{minutes / 60} h")
            : minutes < 60 ? Phrase.Of($"{minutes} min")
            : Phrase.Of($"{minutes / 60} h {minutes % 60} min");
    }

    private static string Amount(long millionths) => (millionths / 1_000_000m).ToString("#,##0.00####", CultureInfo.InvariantCulture);

    private static string Signed(long millionths) => (millionths < 0 ? "−" : "+") + Amount(Math.Abs(millionths));
}
