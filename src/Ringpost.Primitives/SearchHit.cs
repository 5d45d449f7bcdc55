using System.Text.Json.Serialization;

namespace Ringpost.Primitives;

/// <summary>What can be found, in the order in which it is shown.</summary>
public enum SearchKind
{
    Call,

    /// <summary>Everything of one caller.</summary>
    Caller,
    Number,
    Conversion,

    /// <summary>A postback that became no conversion of its own.</summary>
    Postback,
    Click,
    Delivery,

    /// <summary>A bill or statement, by its number.</summary>
    Document,

    /// <summary>Closed days.</summary>
    Period,
    CallCampaign,
    Publisher,
    Buyer,
    Target,
    Pixel,
    Offer,
    OfferCampaign,
    Affiliate,
    Advertiser,
    OfferEvent,

    /// <summary>Somebody who signs in; for administrators.</summary>
    User,
}

/// <summary>One thing that was found, as far as the actor may see it.</summary>
/// <param name="Title">What people call it: the name, the number.</param>
/// <param name="Detail">What tells it from others of its name; may be empty.</param>
public sealed record SearchHit(SearchKind Kind, string Id, string Title, Phrase Detail)
{
    /// <summary>When it happened; absent for what was configured.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Instant? At { get; init; }

    /// <summary>Whose part it is, where its own id does not lead to it: an event's advertiser.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OwnerId { get; init; }

    /// <summary>The best of each name's rank first, then by name; at most so many.</summary>
    public static IEnumerable<SearchHit> Best(IEnumerable<(int? Rank, SearchHit Hit)> candidates, int most) =>
        candidates
            .Where(c => c.Rank is not null)
            .OrderBy(c => c.Rank)
            .ThenBy(c => c.Hit.Title, StringComparer.OrdinalIgnoreCase)
            .ThenBy(c => c.Hit.Id, StringComparer.Ordinal)
            .Take(most)
            .Select(c => c.Hit);
}
