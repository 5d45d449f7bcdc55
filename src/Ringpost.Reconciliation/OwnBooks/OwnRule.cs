using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>Puts our own calls and conversions before <see cref="AgreementRule"/>, and makes rows of what it finds. Without I/O.</summary>
internal sealed class OwnRule(OwnNames names, TimeZoneInfo zone)
{
    private readonly AgreementRule _rule = new(zone, zone);

    public IReadOnlyList<AgreementFinding> Judge(
        EarnedCall call,
        IReadOnlyList<BookedConversion> conversions,
        AgreementSending sending = AgreementSending.Unknown
    ) =>
        _rule.Judge(
            new AgreementCall(
                call.At,
                call is { Paid: true, Counted: true } && (call.Payout != 0 || call.Revenue != 0),
                call.Payout,
                call.Revenue,
                call.Currency,
                !call.Counted,
                sending
            ),
            conversions.Select(c => Of(c, names.IsElsewhere(call, c.OfferId, c.AffiliateId))).ToArray()
        );

    public static AgreementFinding? JudgeAlone(BookedConversion conversion) => AgreementRule.OfUnknownCall(Of(conversion, false));

    public static bool Counts(BookedConversion conversion) => Of(conversion, false).Counts;

    public IEnumerable<OwnRow> Rows(JudgedCall judged, AgreementVerdict? verdict) =>
        judged.Findings.Where(f => verdict is { } one ? f.Verdict == one : f.Differs).Select(f => Row(judged, f));

    private OwnRow Row(JudgedCall judged, AgreementFinding finding)
    {
        var call = judged.Call;
        var conversion =
            finding.Conversion >= 0 ? judged.Conversions[finding.Conversion]
            : call is null ? judged.Conversions[0]
            : null;
        var isOneCurrency = finding.Verdict != AgreementVerdict.AnotherCurrency;
        return new OwnRow(
            Day(judged.At),
            finding.Verdict,
            call?.Id,
            call?.At,
            call?.CampaignId,
            names.Campaign(call?.CampaignId),
            call?.PublisherId,
            names.Publisher(call?.PublisherId),
            call?.Payout ?? 0,
            call?.Revenue ?? 0,
            judged.Currency,
            conversion?.Id,
            conversion?.At,
            conversion is null ? null : names.Offer(conversion.OfferId),
            conversion is null ? null : names.Affiliate(conversion.AffiliateId),
            conversion?.Paid ?? 0,
            conversion?.Received ?? 0,
            conversion?.Currency,
            finding.Count,
            isOneCurrency ? finding.Paid / 1_000_000m : null,
            isOneCurrency ? finding.Received / 1_000_000m : null,
            [.. new OwnReasons(names, zone).Of(judged, finding, conversion)],
            [.. OwnFixes.Of(judged, finding, conversion)]
        );
    }

    public DateOnly Day(Instant at) => DateOnly.FromDateTime(TimeZones.InZone(at, zone).DateTime);

    private static AgreementConversion Of(BookedConversion conversion, bool isElsewhere) =>
        new(
            conversion.At,
            conversion.Paid,
            conversion.Received,
            conversion.Currency,
            conversion.Disposition switch
            {
                "approved" => AgreementStanding.Approved,
                "pending" => AgreementStanding.Pending,
                "rejected" => AgreementStanding.Rejected,
                "returned" => AgreementStanding.Returned,
                _ => throw new InvalidOperationException($"No such disposition: {conversion.Disposition}."),
            },
            conversion.Test,
            conversion.EventId.Value,
            isElsewhere
        );
}
