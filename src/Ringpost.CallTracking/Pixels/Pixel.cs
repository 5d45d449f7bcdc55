using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>
/// An outbound request on a call event, made once for the account and attached to campaigns (ringba.md 5). The templates are parsed when
/// the pixel is loaded, not when it fires.
/// </summary>
public sealed record Pixel(
    PixelId Id,
    string Name,
    PixelEvent FireOn,
    TokenTemplate Url,
    string Method,
    IReadOnlyDictionary<string, TokenTemplate> Headers,
    TokenTemplate? Body,
    string? ContentType,
    SuccessRule SuccessRule,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>For which calls it fires.</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;
}
