using Ringpost.Primitives;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Changes of pixels stand in the history of what they belong to.</summary>
internal static class PixelChanges
{
    public static Task AppendAsync(WriteUnit unit, Actor actor, string action, AffiliatePixel before, AffiliatePixel after)
    {
        var (entity, id) = after.Place.Level switch
        {
            PixelLevel.Campaign or PixelLevel.CampaignEvent => ("offer-campaign", $"{after.Place.OwnerId}"),
            PixelLevel.Affiliate => ("affiliate", $"{after.Place.OwnerId}"),
            PixelLevel.Offer => ("offer", $"{after.Place.OwnerId}"),
            PixelLevel.System => ("settings", "pixel"),
        };
        return ChangeLogSql.AppendAsync(
            unit,
            actor,
            "affiliate-pixel",
            $"{after.Place}",
            action,
            PixelAnswer.Of(before),
            PixelAnswer.Of(after),
            new(entity, id)
        );
    }
}
