using System.Collections;
using System.Globalization;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.Compare;

/// <summary>Makes the rows of a report out of its findings, one at a time.</summary>
internal sealed class CompareRows(
    CallBook calls,
    ConversionBook conversions,
    CompactRows<CompareFinding> findings,
    (bool Paid, bool Received) compares,
    (TimeZoneInfo Calls, TimeZoneInfo Conversions) days
) : IEnumerable<CompareRow>
{
    public IEnumerator<CompareRow> GetEnumerator()
    {
        for (var i = 0; i < findings.Count; i++)
            yield return Row(findings[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private CompareRow Row(in CompareFinding of)
    {
        var finding = of.Finding;
        var row = new CompareRow(
            finding.Verdict,
            finding.Day,
            "",
            of.Conversion >= 0 ? conversions.Rows[of.Conversion].Reason : JoinReason.None
        )
        {
            Differs = finding.Differs,
            PaidDifference = finding.Paid,
            ReceivedDifference = finding.Received,
        };
        if (of.Call >= 0)
            row = With(row, calls.Rows[of.Call]);
        if (of.Conversion >= 0)
            row = With(row, conversions.Rows[of.Conversion]);
        return row with { Sentence = Sentence(row) };
    }

    private CompareRow With(CompareRow row, CallRow call) =>
        row with
        {
            CallId = calls.Texts[call.Id],
            CallAt = TimeZones.InZone(new Instant(call.At), calls.Zone),
            Caller = Number(call.Caller),
            Number = Number(call.Number),
            Campaign = calls.Campaigns[call.Campaign],
            Publisher = calls.Publishers[call.Publisher],
            CallCurrency = calls.CurrencyAt(call.Currency),
            Payout = calls.Plan.Has((int)CallColumn.Payout) ? call.Payout : null,
            Revenue = calls.Plan.Has((int)CallColumn.Revenue) ? call.Revenue : null,
            CallLine = call.Line,
        };

    private CompareRow With(CompareRow row, ConversionRow conversion) =>
        row with
        {
            CallId = row.CallId.Length > 0 ? row.CallId : conversions.Texts[conversion.CallId],
            ConversionId = conversions.Texts[conversion.Id],
            ConversionAt = TimeZones.InZone(new Instant(conversion.At), conversions.Zone),
            Caller = row.Caller.Length > 0 ? row.Caller : Number(conversion.Caller),
            Number = row.Number.Length > 0 ? row.Number : Number(conversion.Number),
            Offer = conversions.Offers[conversion.Offer],
            Affiliate = conversions.Affiliates[conversion.Affiliate],
            ConversionCurrency = conversions.CurrencyAt(conversion.Currency),
            Paid = conversions.Plan.Has((int)ConversionColumn.Paid) ? conversion.Paid : null,
            Received = conversions.Plan.Has((int)ConversionColumn.Received) ? conversion.Received : null,
            ConversionLine = conversion.Line,
        };

    private string Sentence(CompareRow row) =>
        row.Verdict switch
        {
            AgreementVerdict.NeverArrived
            or AgreementVerdict.OnItsWay
            or AgreementVerdict.TakenElsewhere
            or AgreementVerdict.NeverSent
            or AgreementVerdict.SentButRejected =>
                $"No conversion carries this call's id{(conversions.Plan.Has((int)ConversionColumn.Caller) ? ", and none of its caller stands near it" : "")}.",
            AgreementVerdict.Rejected => "The conversion was rejected or returned: it counts nothing.",
            AgreementVerdict.CountedTwice => $"A further conversion of the same call and event{Joined(row)}.",
            AgreementVerdict.UnpaidCall => "The conversion carries an amount, and the call earned nothing.",
            AgreementVerdict.UnknownCall => row.CallId.Length > 0
                ? "No call in the file has the id that it carries."
                : "It carries no call id, and no call of its caller stands near it.",
            AgreementVerdict.AnotherCurrency =>
                $"The call is in {row.CallCurrency?.Code}, the conversion in {row.ConversionCurrency?.Code}.",
            AgreementVerdict.AnotherAmount => Amounts(row),
            AgreementVerdict.AnotherCampaign =>
                $"It stands under offer {row.Offer} and affiliate {row.Affiliate}; other calls of this campaign and publisher do not.",
            AgreementVerdict.AnotherDay =>
                $"The call's day is {Day(row.CallAt, days.Calls)}, the conversion's {Day(row.ConversionAt, days.Conversions)}: {row.Cause?.Sentence()}.",
            AgreementVerdict.Test => row.ConversionId.Length + row.ConversionLine == 0 ? "The call is a test."
            : row.Differs ? "One side says that it is a test, and the other counts it."
            : "Both sides know it as a test.",
            AgreementVerdict.Matched => "Both say the same.",
        };

    private string Amounts(CompareRow row) =>
        string.Join(
            "; ",
            new[]
            {
                compares.Paid && row.PaidDifference is not (null or 0) ? Differing("Paid", row.PaidDifference, "payout", row.Payout) : null,
                compares.Received && row.ReceivedDifference is not (null or 0)
                    ? Differing("Received", row.ReceivedDifference, "revenue", row.Revenue)
                    : null,
            }.OfType<string>()
        ) + ".";

    /// <summary>“Paid is 25.00 and the call's payout 30.00: 5.00 less”.</summary>
    private static string Differing(string side, long? difference, string like, long? ofCall)
    {
        var (by, call) = (difference ?? 0, ofCall ?? 0);
        return $"{side} is {CompareHeadline.Amount(call + by)} and the call's {like} {CompareHeadline.Amount(call)}: "
            + $"{CompareHeadline.Amount(Math.Abs(by))} {(by < 0 ? "less" : "more")}";
    }

    private static string Joined(CompareRow row) =>
        row.JoinedBy switch
        {
            JoinReason.None or JoinReason.CallId => "",
            JoinReason.CallerNumberAndTime => ", known by caller, number and time",
            JoinReason.CallerAndTime => ", known by caller and time",
        };

    private static string Day(DateTimeOffset? at, TimeZoneInfo zone) =>
        at is { } known ? TimeZoneInfo.ConvertTime(known, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : "";

    private static string Number(long digits) => digits == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"+{digits}");
}
