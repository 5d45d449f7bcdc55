using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.AffiliatePostbacks;

internal static class AffiliatePixelsSql
{
    private const string Columns =
        "level AS Level, owner_id AS OwnerId, event_id AS EventId, postback_url AS PostbackUrl, delay_ms AS DelayMs, html AS Html, status AS Status, "
        + "use_campaign_default AS UseCampaignDefault, fire_global AS FireGlobal, fire_non_paid AS FireNonPaid, auto_approve AS AutoApprove, "
        + "placed_at AS PlacedAt";

    /// <summary>The URL of a row of another table, to stand among its columns.</summary>
    public static string UrlOf(string level, string table) =>
        $"(SELECT p.postback_url FROM affiliate_pixels p WHERE p.level = '{level}' AND p.owner_id = {table}.id AND p.event_id = 0) AS PostbackUrl";

    public static async Task<AffiliatePixel> FindAsync(DbConnection connection, PixelPlace place) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM affiliate_pixels WHERE level = @Level AND owner_id = @OwnerId AND event_id = @EventId",
                Key(place)
            )
        )?.ToPixel() ?? AffiliatePixel.NothingAt(place);

    /// <summary>All, or those of a WHERE clause.</summary>
    public static async Task<IReadOnlyList<AffiliatePixel>> ListAsync(
        DbConnection connection,
        string where = "",
        object? parameters = null
    ) => [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM affiliate_pixels {where}", parameters)).Select(r => r.ToPixel())];

    /// <summary>What is set for the events of one campaign.</summary>
    public static async Task<IReadOnlyList<AffiliatePixel>> ListOfCampaignEventsAsync(DbConnection connection, OfferCampaignId campaign) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM affiliate_pixels WHERE level = 'campaignEvent' AND owner_id = @campaign ORDER BY event_id",
                    new { campaign }
                )
            ).Select(r => r.ToPixel()),
        ];

    /// <summary>What waits for approval, or was declined, oldest first.</summary>
    public static async Task<IReadOnlyList<AffiliatePixel>> ListByStatusAsync(DbConnection connection, PixelStatus status, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM affiliate_pixels WHERE status = '{PixelWords.Of(status)}' ORDER BY placed_at, level, owner_id, event_id LIMIT @limit",
                    new { limit }
                )
            ).Select(r => r.ToPixel()),
        ];

    public static Task SaveAsync(WriteUnit unit, AffiliatePixel pixel) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO affiliate_pixels (level, owner_id, event_id, postback_url, delay_ms, html, status, use_campaign_default, fire_global, "
                + "fire_non_paid, auto_approve, placed_at) VALUES (@Level, @OwnerId, @EventId, @PostbackUrl, @DelayMs, @Html, @Status, "
                + "@UseCampaignDefault, @FireGlobal, @FireNonPaid, @AutoApprove, @PlacedAt) ON CONFLICT (level, owner_id, event_id) DO UPDATE SET "
                + "postback_url = excluded.postback_url, delay_ms = excluded.delay_ms, html = excluded.html, status = excluded.status, "
                + "use_campaign_default = excluded.use_campaign_default, fire_global = excluded.fire_global, fire_non_paid = excluded.fire_non_paid, "
                + "auto_approve = excluded.auto_approve, placed_at = excluded.placed_at",
            Row.Of(pixel)
        );

    /// <summary>The URL alone, set by an operator and so approved; one that does not change leaves everything as it is.</summary>
    public static async Task SaveUrlAsync(WriteUnit unit, PixelPlace place, string? url)
    {
        var before = await FindAsync(unit.Connection, place);
        if (before.PostbackUrl != url)
            await SaveAsync(unit, before with { PostbackUrl = url, Status = PixelStatus.Approved, PlacedAt = unit.Now });
    }

    private static object Key(PixelPlace place) =>
        new
        {
            Level = PixelWords.Of(place.Level),
            place.OwnerId,
            place.EventId,
        };

    private sealed record Row(
        string Level,
        long OwnerId,
        long EventId,
        string? PostbackUrl,
        long DelayMs,
        string? Html,
        string Status,
        bool UseCampaignDefault,
        bool FireGlobal,
        bool FireNonPaid,
        bool AutoApprove,
        Instant PlacedAt
    )
    {
        public static Row Of(AffiliatePixel p) =>
            new(
                PixelWords.Of(p.Place.Level),
                p.Place.OwnerId,
                p.Place.EventId,
                p.PostbackUrl,
                p.DelayMs,
                p.Html,
                PixelWords.Of(p.Status),
                p.UseCampaignDefault,
                p.FireGlobal,
                p.FireNonPaid,
                p.AutoApprove,
                p.PlacedAt
            );

        public AffiliatePixel ToPixel() =>
            new(
                new PixelPlace(PixelWords.Level(Level), OwnerId, EventId),
                PostbackUrl,
                DelayMs,
                Html,
                PixelWords.Status(new Validation(), Status, PixelStatus.Pending),
                UseCampaignDefault,
                FireGlobal,
                FireNonPaid,
                AutoApprove,
                PlacedAt
            );
    }
}
