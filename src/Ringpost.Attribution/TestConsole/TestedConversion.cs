using Ringpost.Attribution.Conversions;
using Ringpost.Delivery.Log;
using Ringpost.Primitives;

namespace Ringpost.Attribution.TestConsole;

/// <summary>The conversion that a tested postback would make, or the one it ran into as it would stand afterwards.</summary>
public sealed record TestedConversion(
    Instant At,
    AdvertiserId AdvertiserId,
    string AdvertiserName,
    OfferId OfferId,
    string OfferName,
    AffiliateId AffiliateId,
    string AffiliateName,
    OfferCampaignId OfferCampaignId,
    CreativeId CreativeId,
    OfferEventId EventId,
    string EventName,
    string? TransactionId,
    decimal Received,
    decimal Paid,
    string Currency,
    string Disposition,
    string? Reason,
    string Source,
    string Sender,
    bool Test
)
{
    internal static TestedConversion Of(ConversionAnswer c) =>
        new(
            c.At,
            c.AdvertiserId,
            c.AdvertiserName,
            c.OfferId,
            c.OfferName,
            c.AffiliateId,
            c.AffiliateName,
            c.OfferCampaignId,
            c.CreativeId,
            c.EventId,
            c.EventName,
            c.TransactionId,
            c.Received,
            c.Paid,
            c.Currency,
            c.Disposition,
            c.Reason,
            c.Source,
            c.Sender,
            c.Test
        );
}

/// <summary>A request that would be sent to an affiliate.</summary>
/// <param name="RuleId">Whose setting it comes from, as <c>campaign:12</c>.</param>
/// <param name="State"><c>pending</c>, or <c>skipped</c> with the reason in <paramref name="Note"/>.</param>
/// <param name="NotBefore">When it would be sent first.</param>
public sealed record TestedDelivery(string RuleId, string Method, string Url, string? Body, string State, Phrase Note, Instant? NotBefore)
{
    internal static TestedDelivery Of(DeliveryDetails d) =>
        new(d.RuleId, d.Method, d.Url, d.Body, d.State.ToString().ToLowerInvariant(), d.Note, d.NextAttemptAt);
}
