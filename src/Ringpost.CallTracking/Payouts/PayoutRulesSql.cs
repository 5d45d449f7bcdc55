using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

internal static class PayoutRulesSql
{
    private const string Columns =
        "id AS Id, campaign_id AS CampaignId, publisher_id AS PublisherId, position AS Position, pays_on AS PaysOn, seconds AS Seconds, "
        + "timer_start AS TimerStart, amount AS Amount, created_at AS CreatedAt, share_percent AS SharePercent, share_minimum AS ShareMinimum, "
        + "share_maximum AS ShareMaximum, filters AS Filters, hours AS Hours, dedupe_seconds AS DedupeSeconds";

    private const string Order = "ORDER BY position, id";

    public static Task InsertAsync(WriteUnit unit, PayoutRule rule) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO payout_rules (id, campaign_id, publisher_id, position, pays_on, seconds, timer_start, amount, created_at, "
                + "share_percent, share_minimum, share_maximum, filters, hours, dedupe_seconds) "
                + "VALUES (@Id, @CampaignId, @publisher, @Position, @on, @Seconds, @timer, @Amount, @CreatedAt, "
                + "@percent, @minimum, @maximum, @filters, @hours, @DedupeSeconds)",
            Parameters(rule)
        );

    public static Task UpdateAsync(WriteUnit unit, PayoutRule rule) =>
        unit.Connection.ExecuteAsync(
            "UPDATE payout_rules SET publisher_id = @publisher, position = @Position, pays_on = @on, seconds = @Seconds, timer_start = @timer, "
                + "amount = @Amount, share_percent = @percent, share_minimum = @minimum, share_maximum = @maximum, filters = @filters, hours = @hours, "
                + "dedupe_seconds = @DedupeSeconds WHERE id = @Id",
            Parameters(rule)
        );

    public static Task PlaceAsync(WriteUnit unit, PayoutRuleId id, int position) =>
        unit.Connection.ExecuteAsync("UPDATE payout_rules SET position = @position WHERE id = @id", new { id, position });

    public static Task DeleteAsync(WriteUnit unit, PayoutRuleId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM payout_rules WHERE id = @id", new { id });

    public static Task<long> NextPositionAsync(WriteUnit unit, CallCampaignId campaignId) =>
        unit.Connection.ExecuteScalarAsync<long>(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM payout_rules WHERE campaign_id = @campaignId",
            new { campaignId }
        );

    public static async Task<PayoutRule?> FindAsync(DbConnection connection, CallCampaignId campaignId, PayoutRuleId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM payout_rules WHERE id = @id AND campaign_id = @campaignId",
                new { id, campaignId }
            )
        )?.ToRule();

    public static async Task<IReadOnlyList<PayoutRule>> ListAsync(DbConnection connection, CallCampaignId campaignId) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM payout_rules WHERE campaign_id = @campaignId {Order}",
                    new { campaignId }
                )
            ).Select(r => r.ToRule()),
        ];

    /// <summary>The names of the campaigns that have a payout for the publisher.</summary>
    public static async Task<IReadOnlyList<string>> CampaignsOfPublisherAsync(DbConnection connection, PublisherId publisherId) =>
        (
            await connection.QueryAsync<string>(
                "SELECT DISTINCT c.name FROM payout_rules p JOIN call_campaigns c ON c.id = p.campaign_id "
                    + "WHERE p.publisher_id = @publisherId AND c.archived_at IS NULL ORDER BY c.name",
                new { publisherId }
            )
        ).AsList();

    public static async Task<IReadOnlyList<PayoutRule>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM payout_rules {Order}")).Select(r => r.ToRule())];

    private static object Parameters(PayoutRule r) =>
        new
        {
            r.Id,
            r.CampaignId,
            publisher = r.PublisherId?.Value,
            r.Position,
            on = r.On.ToString(),
            r.Seconds,
            timer = r.TimerStart.ToString(),
            r.Amount,
            r.CreatedAt,
            percent = r.RevenueShare?.Percent,
            minimum = Millionths(r.RevenueShare?.Minimum),
            maximum = Millionths(r.RevenueShare?.Maximum),
            filters = r.Filters.ToJson(),
            hours = r.Hours?.ToJson(),
            r.DedupeSeconds,
        };

    private static long? Millionths(decimal? amount) => amount is { } given ? Money.ToMillionths(given) : null;

    private sealed record Row(
        PayoutRuleId Id,
        CallCampaignId CampaignId,
        string? PublisherId,
        long Position,
        string PaysOn,
        long Seconds,
        string TimerStart,
        long Amount,
        Instant CreatedAt,
        long? SharePercent,
        long? ShareMinimum,
        long? ShareMaximum,
        string Filters,
        string? Hours,
        long DedupeSeconds
    )
    {
        public PayoutRule ToRule() =>
            new(
                Id,
                CampaignId,
                PublisherId is null ? null : new PublisherId(PublisherId),
                (int)Position,
                Enum.Parse<PayoutOn>(PaysOn),
                (int)Seconds,
                Enum.Parse<TimerStart>(TimerStart),
                Amount,
                CreatedAt
            )
            {
                RevenueShare = SharePercent is { } percent
                    ? new RevenueShare(percent, ShareMinimum / 1_000_000m, ShareMaximum / 1_000_000m)
                    : null,
                Filters = TagFilter.FromJson(Filters),
                Hours = OpeningHours.FromJson(Hours),
                DedupeSeconds = (int)DedupeSeconds,
            };
    }
}
