using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Offers;

/// <summary>An offer as the API and the Console show it; its token is only ever shown inside a generated postback URL.</summary>
/// <param name="Payout">What the default event pays the affiliate; a percentage where the price format is RevShare.</param>
/// <param name="Received">What the advertiser pays for the default event.</param>
/// <param name="DefaultContractId">The contract whose price this is.</param>
/// <param name="AutoDisposition"><c>none</c>, <c>approve</c> or <c>reject</c>: what becomes of a conversion under review after the hours.</param>
public sealed record OfferAnswer(
    OfferId Id,
    string Name,
    AdvertiserId AdvertiserId,
    string Currency,
    decimal Payout,
    decimal Received,
    string PriceFormat,
    string Status,
    bool WhitelistOnly,
    bool TransactionIdDeduplication,
    CreativeId DefaultCreativeId,
    Instant CreatedAt,
    OfferContractId DefaultContractId,
    string AutoDisposition,
    int AutoDispositionDelayHours
)
{
    /// <summary>Without what the advertiser pays and who it is for whoever may not see that.</summary>
    internal OfferAnswer For(Actor actor) => actor.May(Permission.SeeRevenue) ? this : this with { AdvertiserId = default, Received = 0 };

    internal static OfferAnswer Of(Offer o) =>
        new(
            o.Id,
            o.Name,
            o.AdvertiserId,
            o.Currency.Code,
            o.Payout / 1_000_000m,
            o.Received / 1_000_000m,
            OfferWords.Of(o.PriceFormat),
            OfferWords.Of(o.Status),
            o.WhitelistOnly,
            o.TransactionIdDeduplication,
            o.DefaultCreativeId,
            o.CreatedAt,
            o.DefaultContractId,
            OfferWords.Of(o.AutoDisposition.Type),
            o.AutoDisposition.DelayHours
        );
}
