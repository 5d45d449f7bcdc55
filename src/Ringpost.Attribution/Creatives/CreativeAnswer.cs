using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Creatives;

/// <summary>A creative as the API and the Console show it.</summary>
/// <param name="Link">Where its clicks lead; null is the offer's link.</param>
public sealed record CreativeAnswer(
    CreativeId Id,
    OfferId OfferId,
    string Name,
    string Type,
    string Status,
    string? Link,
    Instant CreatedAt
)
{
    internal static CreativeAnswer Of(Creative c) =>
        new(c.Id, c.OfferId, c.Name, CreativeWords.Of(c.Type), CreativeWords.Of(c.Status), c.Link, c.CreatedAt);
}
