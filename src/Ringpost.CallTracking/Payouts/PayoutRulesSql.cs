using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Payouts;

internal static class PayoutRulesSql
{
    private const string Columns =
        "id AS Id, campaign_id AS CampaignId, publisher_id AS PublisherId, position AS Position, pays_on AS PaysOn, seconds AS Seconds, "
        + "timer_start AS TimerStart, amount AS Amount, created_at AS CreatedAt";

    private const string Order = "ORDER BY position, id";

    public static Task InsertAsync(WriteUnit unit, PayoutRule rule) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO payout_rules (id, campaign_id, publisher_id, position, pays_on, seconds, timer_start, amount, created_at) "
                + "VALUES (@Id, @CampaignId, @publisher, @Position, @on, @Seconds, @timer, @Amount, @CreatedAt)",
            Parameters(rule)
        );

    public static Task UpdateAsync(WriteUnit unit, PayoutRule rule) =>
        unit.Connection.ExecuteAsync(
            "UPDATE payout_rules SET publisher_id = @publisher, position = @Position, pays_on = @on, seconds = @Seconds, timer_start = @timer, "
                + "amount = @Amount WHERE id = @Id",
            Parameters(rule)
        );

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
        };

    private sealed record Row(
        PayoutRuleId Id,
        CallCampaignId CampaignId,
        string? PublisherId,
        long Position,
        string PaysOn,
        long Seconds,
        string TimerStart,
        long Amount,
        Instant CreatedAt
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
            );
    }
}
