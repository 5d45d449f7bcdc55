using Ringpost.Primitives;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Who pays for conversions: an advertiser in CAKE, a buyer in Ringba (cake.md 5.2). Its events are priced and named here.</summary>
/// <param name="DefaultEventId">The event that a postback without <c>e</c> and <c>en</c> stands for (cake.md 4).</param>
/// <param name="Status"><c>active</c>, <c>inactive</c> or <c>pending</c>; only an active one can be named as a buyer.</param>
public sealed record Advertiser(AdvertiserId Id, string Name, OfferEventId DefaultEventId, Instant CreatedAt, string Status = "active")
{
    internal bool IsActive => Status == "active";
}
