using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

internal static class CampaignPixelsSql
{
    /// <summary>False where it was attached already.</summary>
    public static async Task<bool> AttachAsync(WriteUnit unit, CallCampaignId campaignId, PixelId pixelId) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO campaign_pixels (campaign_id, pixel_id, attached_at) VALUES (@campaignId, @pixelId, @now) ON CONFLICT (campaign_id, pixel_id) DO NOTHING",
            new
            {
                campaignId,
                pixelId,
                now = unit.Now,
            }
        ) == 1;

    /// <summary>False where it was not attached.</summary>
    public static async Task<bool> DetachAsync(WriteUnit unit, CallCampaignId campaignId, PixelId pixelId) =>
        await unit.Connection.ExecuteAsync(
            "DELETE FROM campaign_pixels WHERE campaign_id = @campaignId AND pixel_id = @pixelId",
            new { campaignId, pixelId }
        ) == 1;

    /// <summary>A campaign's pixels in order of attachment.</summary>
    public static async Task<IReadOnlyList<PixelSetting>> OfCampaignAsync(DbConnection connection, CallCampaignId campaignId) =>
        [
            .. (
                await connection.QueryAsync<PixelsSql.Row>(
                    $"SELECT {PixelsSql.PixelColumns} FROM campaign_pixels l JOIN pixels p ON p.id = l.pixel_id WHERE l.campaign_id = @campaignId ORDER BY l.position",
                    new { campaignId }
                )
            ).Select(r => r.ToSetting()),
        ];

    /// <summary>The names of the campaigns that the pixel is attached to.</summary>
    public static async Task<IReadOnlyList<string>> CampaignsOfAsync(DbConnection connection, PixelId pixelId) =>
        (
            await connection.QueryAsync<string>(
                "SELECT c.name FROM campaign_pixels l JOIN call_campaigns c ON c.id = l.campaign_id WHERE l.pixel_id = @pixelId AND c.archived_at IS NULL ORDER BY c.name",
                new { pixelId }
            )
        ).AsList();

    public static async Task<IReadOnlyList<(CallCampaignId Campaign, PixelId Pixel)>> AllAsync(DbConnection connection) =>
        [
            .. (
                await connection.QueryAsync<Link>(
                    "SELECT campaign_id AS CampaignId, pixel_id AS PixelId FROM campaign_pixels ORDER BY position"
                )
            ).Select(l => (l.CampaignId, l.PixelId)),
        ];

    private sealed record Link(CallCampaignId CampaignId, PixelId PixelId);
}
