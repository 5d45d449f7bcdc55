using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>The pixel of one place as the API and the Console show it. Switches that the place does not have are absent.</summary>
/// <param name="Id">As <c>campaign:12</c>, <c>campaign:12:event:7</c>, <c>affiliate:3</c>, <c>offer:4</c>, <c>system</c>.</param>
/// <param name="Status"><c>approved</c>, <c>pending</c> (placed by an affiliate, does not fire) or <c>declined</c>.</param>
/// <param name="Warnings">What of it will probably not do what was meant.</param>
public sealed record PixelAnswer(
    string Id,
    string Level,
    string? PostbackUrl,
    long PostbackDelayMs,
    string? PixelHtml,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? UseCampaignDefaultPixel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? FireGlobalPixel,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? FirePixelOnNonPaidConversions,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? AutoApprovePixels,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Instant? PlacedAt,
    IReadOnlyList<Phrase> Warnings
)
{
    internal static PixelAnswer Of(AffiliatePixel p)
    {
        var level = p.Place.Level;
        return new PixelAnswer(
            $"{p.Place}",
            PixelWords.Of(level),
            p.PostbackUrl,
            p.DelayMs,
            p.Html,
            PixelWords.Of(p.Status),
            level == PixelLevel.CampaignEvent ? p.UseCampaignDefault : null,
            level is PixelLevel.Affiliate or PixelLevel.Offer ? p.FireGlobal : null,
            level == PixelLevel.Offer ? p.FireNonPaid : null,
            level == PixelLevel.Affiliate ? p.AutoApprove : null,
            p.HasContent ? p.PlacedAt : null,
            [
                .. PixelTokens.Warnings(p.Place, p.PostbackUrl).Concat(PixelTokens.Warnings(p.Place, p.Html)).Distinct(),
                .. p is { UseCampaignDefault: true, HasContent: true }
                    ? (Phrase[])["The campaign's default pixel fires for this event; what stands here does not."]
                    : [],
            ]
        );
    }

    internal PixelAnswer For(Actor actor) =>
        this with
        {
            PostbackUrl = SeenUrls.Seen(PostbackUrl, actor),
            PixelHtml = SeenUrls.Seen(PixelHtml, actor),
        };
}
