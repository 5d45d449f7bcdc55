using Ringpost.Attribution.Configuration;

namespace Ringpost.Attribution.Whitelist;

/// <summary>A range of addresses whose postbacks are believed, as the API and the Console show it (cake.md 2.9).</summary>
/// <param name="OfferId">Null is every offer of the advertiser.</param>
/// <param name="PerSecond">Postbacks a second from one address; 0 is no limit, null the instance's limit for whitelisted addresses.</param>
public sealed record WhitelistAnswer(
    long Id,
    AdvertiserId AdvertiserId,
    OfferId? OfferId,
    string From,
    string To,
    int? PerSecond,
    bool Active,
    string? Note
)
{
    internal static WhitelistAnswer Of(WhitelistRow r) => new(r.Id, r.AdvertiserId, r.OfferId, r.From, r.To, r.PerSecond, r.Active, r.Note);
}
