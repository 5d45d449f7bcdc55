using System.Text.Json;

namespace Ringpost.Bench.Postbacks;

/// <summary>
/// Where load goes: a path with its query begun, the names of the parameters that differ from request to request, and the ranges of ids from
/// which each takes an offer (or its creative) and an affiliate.
/// </summary>
internal sealed record PostbackTarget(
    string Path,
    string Offer,
    long FirstOffer,
    int Offers,
    string Affiliate,
    long FirstAffiliate,
    int Affiliates,
    string Key
)
{
    public static readonly PostbackTarget NoOp = Postbacks(1, 50, 1, 200);

    public static PostbackTarget Postbacks(long firstOffer, int offers, long firstAffiliate, int affiliates) =>
        new("/m.ashx?f=pb&ap=12", "o", firstOffer, offers, "pubid", firstAffiliate, affiliates, "t");

    /// <summary>Unique links, each click with a sub id of its own.</summary>
    public static PostbackTarget Clicks(long firstCreative, int creatives, long firstAffiliate, int affiliates) =>
        new("/?u=1", "c", firstCreative, creatives, "a", firstAffiliate, affiliates, "s1");

    public string ToText() => JsonSerializer.Serialize(this);

    public static PostbackTarget Read(string text) => JsonSerializer.Deserialize<PostbackTarget>(text)!;
}
