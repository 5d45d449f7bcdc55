using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.Delivery.Log;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Pixels;

/// <summary>A pixel as a person typed it (ringba.md 5.1). <see cref="Pixel"/> is the same, parsed, for the calls.</summary>
public sealed record PixelSetting(
    PixelId Id,
    string Name,
    PixelEvent FireOn,
    string Url,
    string Method,
    IReadOnlyDictionary<string, string> Headers,
    string? Body,
    string? ContentType,
    SuccessRule SuccessRule,
    bool Enabled,
    Instant CreatedAt
)
{
    /// <summary>For which calls it fires (ringba.md 5.1, criteria).</summary>
    public TagFilter Filters { get; init; } = TagFilter.None;

    /// <summary>What will probably not do what was meant; nothing of it forbids the pixel.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Without the right to full numbers, the secrets in it are hidden: an offer's token, a key, any header's value (architecture 4.12).</summary>
    internal PixelSetting For(Actor actor) =>
        actor.May(Permission.SeeFullNumbers)
            ? this
            : this with
            {
                Url = MaskNumbers.In(Url),
                Body = Body is null ? null : MaskNumbers.In(Body),
                Headers = Headers.ToDictionary(h => h.Key, _ => "•••"),
            };

    internal Pixel Parse() =>
        new(
            Id,
            Name,
            FireOn,
            TokenTemplate.Parse(Url),
            Method,
            Headers.ToDictionary(h => h.Key, h => TokenTemplate.Parse(h.Value), StringComparer.OrdinalIgnoreCase),
            Body is null ? null : TokenTemplate.Parse(Body),
            ContentType,
            SuccessRule,
            Enabled,
            CreatedAt
        )
        {
            Filters = Filters,
        };
}
