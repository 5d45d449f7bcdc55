using Ringpost.Primitives;

namespace Ringpost.Attribution.Configuration;

/// <summary>What an affiliate shows; in the order of CAKE's numbers, which begin at 1 (cake.md 5.6).</summary>
public enum CreativeType
{
    Link,
    Email,
    Image,
    Flash,
    Text,
    Html,
    Video,
}

public enum CreativeStatus
{
    Active,

    /// <summary>Its clicks are redirected as if the campaign could not take them.</summary>
    Inactive,

    /// <summary>Takes clicks, but is not offered to affiliates.</summary>
    Hidden,
}

/// <summary>What leads to an offer (cake.md 5.6, 2.10). <paramref name="Link"/> null is the offer's own.</summary>
public sealed record Creative(
    CreativeId Id,
    OfferId OfferId,
    string Name,
    CreativeType Type,
    CreativeStatus Status,
    string? Link,
    Instant CreatedAt
);
