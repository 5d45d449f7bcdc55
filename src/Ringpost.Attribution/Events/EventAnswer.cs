using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Events;

/// <summary>An event of an advertiser as the API and the Console show it; amounts are decimal numbers of the offer's currency.</summary>
/// <param name="PriceFormat"><c>CPE</c>, or <c>RevShare</c>: then the payout is a percentage of the sale amount.</param>
/// <param name="ThirdPartyName">What <c>en=</c> says to mean this event: exact, including capitals (cake.md 4).</param>
public sealed record EventAnswer(
    OfferEventId Id,
    AdvertiserId AdvertiserId,
    string Name,
    string? ThirdPartyName,
    string Type,
    bool IsDefault,
    bool Active,
    bool AllowDuplicates,
    bool Publish,
    decimal Payout,
    decimal Received,
    Instant CreatedAt,
    string PriceFormat
)
{
    internal static EventAnswer Of(OfferEvent e, OfferEventId defaultEventId) =>
        new(
            e.Id,
            e.AdvertiserId,
            e.Name,
            e.ThirdPartyName,
            EventWords.Of(e.Type),
            e.Id == defaultEventId,
            e.Active,
            e.AllowDuplicates,
            e.Publish,
            e.Payout / 1_000_000m,
            e.Received / 1_000_000m,
            e.CreatedAt,
            OfferWords.Of(e.PriceFormat)
        );
}
