using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Whether there is what a place belongs to.</summary>
internal static class PixelOwnersSql
{
    /// <summary>Null where there is; else what is missing.</summary>
    public static async Task<Missing?> MissingAsync(DbConnection connection, PixelPlace place)
    {
        if (place.Level == PixelLevel.System)
            return null;
        var sql = place.Level switch
        {
            PixelLevel.Campaign => "SELECT count(*) FROM offer_campaigns WHERE id = @OwnerId",
            PixelLevel.CampaignEvent => "SELECT count(*) FROM offer_campaigns c JOIN offers o ON o.id = c.offer_id "
                + "JOIN offer_events e ON e.advertiser_id = o.advertiser_id WHERE c.id = @OwnerId AND e.id = @EventId",
            PixelLevel.Affiliate => "SELECT count(*) FROM affiliates WHERE id = @OwnerId",
            PixelLevel.Offer or PixelLevel.System => "SELECT count(*) FROM offers WHERE id = @OwnerId",
        };
        if (await connection.ExecuteScalarAsync<long>(sql, new { place.OwnerId, place.EventId }) > 0)
            return null;
        return place.Level switch
        {
            PixelLevel.Campaign => new Missing($"Campaign {place.OwnerId}"),
            PixelLevel.CampaignEvent => new Missing($"Event {place.EventId} of campaign {place.OwnerId}"),
            PixelLevel.Affiliate => new Missing($"Affiliate {place.OwnerId}"),
            PixelLevel.Offer or PixelLevel.System => new Missing($"Offer {place.OwnerId}"),
        };
    }

    /// <summary>Whether what the affiliate of the place puts there needs no approval.</summary>
    public static async Task<bool> AutoApprovesAsync(DbConnection connection, PixelPlace place) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM affiliate_pixels WHERE level = 'affiliate' AND auto_approve = 1 AND owner_id = "
                + (
                    place.Level == PixelLevel.Affiliate
                        ? "CAST(@OwnerId AS bigint)"
                        : "(SELECT affiliate_id FROM offer_campaigns WHERE id = @OwnerId)"
                ),
            new { place.OwnerId }
        ) > 0;
}
