using System.Data.Common;
using Dapper;

namespace Ringpost.Attribution.Clicks;

/// <summary>The ways to a click. Each is one look into an index; a duplicate leads on to the click that counts.</summary>
internal static class FoundClicksSql
{
    private const string Select =
        "SELECT c.id AS Id, c.session_id AS SessionId, c.at AS At, c.advertiser_id AS AdvertiserId, c.offer_id AS OfferId, c.affiliate_id AS AffiliateId, "
        + "c.campaign_id AS CampaignId, c.creative_id AS CreativeId, c.ip AS Ip, c.user_agent AS UserAgent, c.referrer AS Referrer, "
        + "c.s1 AS S1, c.s2 AS S2, c.s3 AS S3, c.s4 AS S4, c.s5 AS S5, c.udid AS Udid, c.bot AS Kind FROM clicks c ";

    public static Task<FoundClick?> FindAsync(DbConnection connection, long id) =>
        connection.QuerySingleOrDefaultAsync<FoundClick>(
            Select + "WHERE c.id = COALESCE((SELECT duplicate_of FROM clicks WHERE id = @id), @id)",
            new { id }
        );

    public static Task<FoundClick?> FindBySessionAsync(DbConnection connection, long session, OfferId offer) =>
        connection.QuerySingleOrDefaultAsync<FoundClick>(
            Select + "WHERE c.session_id = @session AND c.offer_id = @offer AND c.touch >= 0 ORDER BY c.touch DESC LIMIT 1",
            new { session, offer }
        );

    /// <summary>The click that counts of a session with clicks on one offer alone; null where it has them on several.</summary>
    public static async Task<FoundClick?> FindOnlyAsync(DbConnection connection, long session)
    {
        var found = (
            await connection.QueryAsync<FoundClick>(
                Select + "WHERE c.session_id = @session AND c.touch >= 0 ORDER BY c.touch DESC LIMIT 20",
                new { session }
            )
        ).AsList();
        return found.Count > 0 && found.TrueForAll(c => c.OfferId == found[0].OfferId) ? found[0] : null;
    }

    /// <summary>The offer of the session's last click among the advertiser's, be that one a duplicate.</summary>
    public static Task<FoundClick?> FindLastBySessionAsync(DbConnection connection, long session, AdvertiserId advertiser) =>
        connection.QuerySingleOrDefaultAsync<FoundClick>(
            Select
                + "WHERE c.id = (SELECT COALESCE(l.duplicate_of, l.id) FROM clicks l WHERE l.session_id = @session AND l.advertiser_id = @advertiser "
                + "ORDER BY l.id DESC LIMIT 1)",
            new { session, advertiser }
        );

    public static Task<FoundClick?> FindByDeviceAsync(DbConnection connection, long hash, OfferId offer) =>
        FindByHashAsync(connection, "device_hash", hash, offer);

    public static Task<FoundClick?> FindByRegenerationAsync(DbConnection connection, long hash, OfferId offer) =>
        FindByHashAsync(connection, "regeneration_hash", hash, offer);

    private static Task<FoundClick?> FindByHashAsync(DbConnection connection, string column, long hash, OfferId offer) =>
        connection.QuerySingleOrDefaultAsync<FoundClick>(
            Select
                + $"WHERE c.id = (SELECT COALESCE(l.duplicate_of, l.id) FROM clicks l WHERE l.{column} = @hash AND l.offer_id = @offer ORDER BY l.id DESC LIMIT 1)",
            new { hash, offer }
        );
}
