using System.Text.Json.Serialization;
using Ringpost.Attribution;
using Ringpost.CallTracking;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>One thing on which our calls and our conversions do not agree.</summary>
/// <param name="Day">The call's day in the zone asked for; the conversion's where there is no call.</param>
/// <param name="Count">By how many the conversions count more (+) or fewer (-) than the calls.</param>
/// <param name="PaidDifference">By how much the conversions paid more (+) or less (-) than the calls' payout; null where currencies differ.</param>
/// <param name="ReceivedDifference">The same of received and revenue.</param>
/// <param name="Reason">Why, in sentences.</param>
/// <param name="ConversionId">The conversion it is about; null where there is none.</param>
public sealed record OwnRow(
    DateOnly Day,
    AgreementVerdict Verdict,
    CallId? CallId,
    Instant? CallAt,
    CallCampaignId? CallCampaignId,
    string? CallCampaignName,
    PublisherId? PublisherId,
    string? PublisherName,
    [property: JsonConverter(typeof(MillionthsJson))] long Payout,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    Currency Currency,
    ConversionId? ConversionId,
    Instant? ConversionAt,
    string? OfferName,
    string? AffiliateName,
    [property: JsonConverter(typeof(MillionthsJson))] long Paid,
    [property: JsonConverter(typeof(MillionthsJson))] long Received,
    Currency? ConversionCurrency,
    int Count,
    decimal? PaidDifference,
    decimal? ReceivedDifference,
    IReadOnlyList<Phrase> Reason,
    IReadOnlyList<OwnFix> Fixes
);
