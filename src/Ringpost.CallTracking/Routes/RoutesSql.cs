using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Routes;

internal static class RoutesSql
{
    private const string Columns =
        "id AS Id, campaign_id AS CampaignId, target_id AS TargetId, priority AS Priority, weight AS Weight, convert_on AS ConvertOn, "
        + "convert_seconds AS ConvertSeconds, timer_start AS TimerStart, revenue AS Revenue, enabled AS Enabled, created_at AS CreatedAt, "
        + "lengths AS Lengths, dedupe_seconds AS DedupeSeconds";

    // The order in which the plan tries them, then age (ringba.md 8.3).
    private const string Order = "ORDER BY priority, id";

    /// <summary>False where the target already has a route on the campaign.</summary>
    public static async Task<bool> InsertAsync(WriteUnit unit, Route route) =>
        await unit.Connection.ExecuteAsync(
            "INSERT INTO routes (id, campaign_id, target_id, priority, weight, convert_on, convert_seconds, timer_start, revenue, enabled, created_at, "
                + "lengths, dedupe_seconds) "
                + "VALUES (@Id, @CampaignId, @TargetId, @Priority, @Weight, @on, @seconds, @timer, @revenue, @Enabled, @CreatedAt, @lengths, @dedupe) "
                + "ON CONFLICT (campaign_id, target_id) DO NOTHING",
            Parameters(route)
        ) == 1;

    public static Task UpdateAsync(WriteUnit unit, Route route) =>
        unit.Connection.ExecuteAsync(
            "UPDATE routes SET priority = @Priority, weight = @Weight, convert_on = @on, convert_seconds = @seconds, timer_start = @timer, "
                + "revenue = @revenue, enabled = @Enabled, lengths = @lengths, dedupe_seconds = @dedupe WHERE id = @Id",
            Parameters(route)
        );

    public static Task DeleteAsync(WriteUnit unit, RouteId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM routes WHERE id = @id", new { id });

    public static async Task<Route?> FindAsync(DbConnection connection, CallCampaignId campaignId, RouteId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM routes WHERE id = @id AND campaign_id = @campaignId",
                new { id, campaignId }
            )
        )?.ToRoute();

    public static async Task<IReadOnlyList<Route>> ListAsync(DbConnection connection, CallCampaignId campaignId) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM routes WHERE campaign_id = @campaignId {Order}",
                    new { campaignId }
                )
            ).Select(r => r.ToRoute()),
        ];

    /// <summary>The names of the campaigns that route to the target.</summary>
    public static async Task<IReadOnlyList<string>> CampaignsOfTargetAsync(DbConnection connection, TargetId targetId) =>
        (
            await connection.QueryAsync<string>(
                "SELECT c.name FROM routes r JOIN call_campaigns c ON c.id = r.campaign_id WHERE r.target_id = @targetId AND c.archived_at IS NULL ORDER BY c.name",
                new { targetId }
            )
        ).AsList();

    public static async Task<IReadOnlyList<Route>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM routes {Order}")).Select(r => r.ToRoute())];

    private static object Parameters(Route r) =>
        new
        {
            r.Id,
            r.CampaignId,
            r.TargetId,
            r.Priority,
            r.Weight,
            on = r.Conversion.On.ToString(),
            seconds = r.Conversion.Seconds,
            timer = r.Conversion.TimerStart.ToString(),
            revenue = r.Conversion.Revenue,
            r.Enabled,
            r.CreatedAt,
            lengths = LengthSteps.ToJson(r.Conversion.Lengths),
            dedupe = r.Conversion.DedupeSeconds,
        };

    private sealed record Row(
        RouteId Id,
        CallCampaignId CampaignId,
        TargetId TargetId,
        long Priority,
        long Weight,
        string ConvertOn,
        long ConvertSeconds,
        string TimerStart,
        long Revenue,
        bool Enabled,
        Instant CreatedAt,
        string Lengths,
        long DedupeSeconds
    )
    {
        public Route ToRoute() =>
            new(
                Id,
                CampaignId,
                TargetId,
                (int)Priority,
                (int)Weight,
                new ConversionSetting(Enum.Parse<ConvertOn>(ConvertOn), (int)ConvertSeconds, Enum.Parse<TimerStart>(TimerStart), Revenue)
                {
                    Lengths = LengthSteps.FromJson(Lengths),
                    DedupeSeconds = (int)DedupeSeconds,
                },
                Enabled,
                CreatedAt
            );
    }
}
