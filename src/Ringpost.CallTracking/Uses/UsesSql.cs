using System.Data.Common;
using Dapper;

namespace Ringpost.CallTracking.Uses;

/// <summary>Who points at what; archived users no longer do.</summary>
internal static class UsesSql
{
    private const string Columns = "u.id AS Id, u.name AS Name, u.enabled AS Enabled";

    public static async Task<IReadOnlyList<CallUse>> OfTargetAsync(DbConnection connection, TargetId id) =>
        [
            .. await CampaignsAsync(
                connection,
                CallUseAs.Route,
                "u.id IN (SELECT campaign_id FROM routes WHERE target_id = @id)",
                id.Value
            ),
            .. await CampaignsAsync(connection, CallUseAs.Fallback, "u.fallback LIKE @quoted", id.Value),
            .. await ListAsync(connection, CallUser.Target, CallUseAs.Group, "targets", "u.members LIKE @quoted", id.Value),
        ];

    public static Task<IReadOnlyList<CallUse>> OfBuyerAsync(DbConnection connection, BuyerId id) =>
        CampaignsAsync(
            connection,
            CallUseAs.Route,
            "u.id IN (SELECT r.campaign_id FROM routes r JOIN targets t ON t.id = r.target_id WHERE t.buyer_id = @id AND t.archived_at IS NULL)",
            id.Value
        );

    public static async Task<IReadOnlyList<CallUse>> OfPublisherAsync(DbConnection connection, PublisherId id) =>
        [
            .. await CampaignsAsync(
                connection,
                CallUseAs.Payout,
                "u.id IN (SELECT campaign_id FROM payout_rules WHERE publisher_id = @id)",
                id.Value
            ),
            .. await ListAsync(connection, CallUser.Pixel, CallUseAs.Listed, "pixels", "u.publishers LIKE @quoted", id.Value),
        ];

    public static Task<IReadOnlyList<CallUse>> OfPixelAsync(DbConnection connection, PixelId id) =>
        CampaignsAsync(connection, CallUseAs.Attached, "u.id IN (SELECT campaign_id FROM campaign_pixels WHERE pixel_id = @id)", id.Value);

    /// <summary>How many callers are turned away from the campaign alone, as one line: they may be thousands.</summary>
    public static async Task<IReadOnlyList<CallUse>> OfCampaignAsync(DbConnection connection, CallCampaignId id)
    {
        var blocked = await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM blocked_numbers WHERE campaign_id = @id", new { id });
        return blocked == 0
            ? []
            :
            [
                new CallUse(
                    CallUser.BlockedNumbers,
                    id.Value,
                    blocked == 1 ? "1 blocked number" : $"{blocked} blocked numbers",
                    CallUseAs.Blocks,
                    true
                ),
            ];
    }

    public static async Task<IReadOnlyList<CallUse>> OfNumberAsync(DbConnection connection, NumberId id) =>
        [
            .. await CampaignsAsync(
                connection,
                CallUseAs.Dialed,
                "u.id IN (SELECT campaign_id FROM tracking_numbers WHERE id = @id)",
                id.Value
            ),
            .. await ListAsync(
                connection,
                CallUser.Publisher,
                CallUseAs.Credited,
                "publishers",
                "u.id IN (SELECT publisher_id FROM tracking_numbers WHERE id = @id)",
                id.Value
            ),
        ];

    /// <summary>Any webhook converts any call, so that they are those of all webhooks.</summary>
    public static Task<IReadOnlyList<CallUse>> OfHooksAsync(DbConnection connection) =>
        CampaignsAsync(connection, CallUseAs.Converts, "u.id IN (SELECT campaign_id FROM routes WHERE convert_on = 'Postback')", "");

    private static Task<IReadOnlyList<CallUse>> CampaignsAsync(DbConnection connection, CallUseAs how, string where, string id) =>
        ListAsync(connection, CallUser.CallCampaign, how, "call_campaigns", where, id);

    private static async Task<IReadOnlyList<CallUse>> ListAsync(
        DbConnection connection,
        CallUser by,
        CallUseAs how,
        string table,
        string where,
        string id
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM {table} u WHERE u.archived_at IS NULL AND {where} ORDER BY lower(u.name), u.id",
                    new { id, quoted = $"%\"{id}\"%" }
                )
            ).Select(r => new CallUse(by, r.Id, r.Name, how, r.Enabled)),
        ];

    private sealed record Row(string Id, string Name, bool Enabled);
}
