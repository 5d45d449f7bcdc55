using System.Data.Common;
using Dapper;

namespace Ringpost.CallTracking.Configuration;

/// <summary>What a thing names that can be archived itself.</summary>
internal static class NamedSql
{
    public static Task<IReadOnlyList<NamedThing>> ByCampaignAsync(DbConnection connection, CallCampaignId id) =>
        ListAsync(
            connection,
            Select("target", "target", "routes x JOIN targets n ON n.id = x.target_id WHERE x.campaign_id = @id")
                + Union
                + Select("target", "fallback", "call_campaigns x JOIN targets n ON x.fallback LIKE '%\"' || n.id || '\"%' WHERE x.id = @id")
                + Union
                + Select("publisher", "publisher", "payout_rules x JOIN publishers n ON n.id = x.publisher_id WHERE x.campaign_id = @id")
                + Union
                + Select("pixel", "pixel", "campaign_pixels x JOIN pixels n ON n.id = x.pixel_id WHERE x.campaign_id = @id"),
            id.Value
        );

    public static Task<IReadOnlyList<NamedThing>> ByTargetAsync(DbConnection connection, TargetId id) =>
        ListAsync(
            connection,
            Select("buyer", "buyer", "targets x JOIN buyers n ON n.id = x.buyer_id WHERE x.id = @id")
                + Union
                + Select("target", "target", "targets x JOIN targets n ON x.members LIKE '%\"' || n.id || '\"%' WHERE x.id = @id"),
            id.Value
        );

    public static Task<IReadOnlyList<NamedThing>> ByNumberAsync(DbConnection connection, NumberId id) =>
        ListAsync(
            connection,
            Select("call-campaign", "campaign", "tracking_numbers x JOIN call_campaigns n ON n.id = x.campaign_id WHERE x.id = @id")
                + Union
                + Select("publisher", "publisher", "tracking_numbers x JOIN publishers n ON n.id = x.publisher_id WHERE x.id = @id"),
            id.Value
        );

    public static Task<IReadOnlyList<NamedThing>> ByPixelAsync(DbConnection connection, PixelId id) =>
        ListAsync(
            connection,
            Select("publisher", "publisher", "pixels x JOIN publishers n ON x.publishers LIKE '%\"' || n.id || '\"%' WHERE x.id = @id"),
            id.Value
        );

    private const string Union = " UNION ALL ";

    private static string Select(string key, string word, string from) =>
        $"SELECT '{key}:' || n.id AS Key, '{word} “' || n.name || '”' AS Name, "
        + $"CASE WHEN n.archived_at IS NULL THEN 0 ELSE 1 END AS Archived FROM {from}";

    private static async Task<IReadOnlyList<NamedThing>> ListAsync(DbConnection connection, string sql, string id) =>
        (await connection.QueryAsync<NamedThing>(sql, new { id })).AsList();
}
