using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Blocks;

internal static class BlockedNumbersSql
{
    private const string Columns =
        "id AS Id, number AS Number, campaign_id AS CampaignId, note AS Note, expires_at AS ExpiresAt, blocked_by AS BlockedBy, "
        + "call_id AS CallId, created_at AS CreatedAt";

    /// <summary>
    /// In one statement, however many. What is blocked already keeps its id and takes the rest: expiry, note, who and when.
    /// </summary>
    public static Task StoreAsync(WriteUnit unit, IReadOnlyList<BlockedNumber> blocks) =>
        unit.Connection.ExecuteAsync(
            unit.Pick(
                "INSERT INTO blocked_numbers (id, number, campaign_id, note, expires_at, blocked_by, call_id, created_at) SELECT value ->> 'id', "
                    + "value ->> 'number', value ->> 'campaign', value ->> 'note', value ->> 'expires', value ->> 'who', value ->> 'origin', value ->> 'since' "
                    + "FROM json_each(@json) WHERE true",
                "INSERT INTO blocked_numbers (id, number, campaign_id, note, expires_at, blocked_by, call_id, created_at) SELECT b.id, b.number, "
                    + "b.campaign, b.note, b.expires, b.who, b.origin, b.since FROM jsonb_to_recordset(CAST(@json AS jsonb)) "
                    + "AS b (id text, number text, campaign text, note text, expires bigint, who text, origin text, since bigint)"
            )
                + " ON CONFLICT (number, campaign_id) DO UPDATE SET note = excluded.note, expires_at = excluded.expires_at, "
                + "blocked_by = excluded.blocked_by, call_id = excluded.call_id, created_at = excluded.created_at",
            new
            {
                json = JsonSerializer.Serialize(
                    blocks.Select(b => new
                    {
                        id = b.Id.Value,
                        number = b.Number,
                        campaign = b.CampaignId?.Value ?? "",
                        note = b.Note,
                        expires = b.ExpiresAt?.UnixMilliseconds,
                        who = b.BlockedBy,
                        origin = b.CallId?.Value,
                        since = b.CreatedAt.UnixMilliseconds,
                    })
                ),
            }
        );

    public static Task DeleteAsync(WriteUnit unit, BlockedNumberId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM blocked_numbers WHERE id = @id", new { id });

    public static async Task<BlockedNumber?> FindAsync(DbConnection connection, BlockedNumberId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM blocked_numbers WHERE id = @id", new { id }))?.ToBlock();

    public static async Task<BlockedNumber?> FindAsync(DbConnection connection, string number, CallCampaignId? campaign) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM blocked_numbers WHERE number = @number AND campaign_id = @campaign",
                new { number, campaign = campaign?.Value ?? "" }
            )
        )?.ToBlock();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    /// <param name="part">Somewhere in the number; <paramref name="whole"/> is all of it.</param>
    public static async Task<IReadOnlyList<BlockedNumber>> ListAsync(
        DbConnection connection,
        string? part,
        string? whole,
        CallCampaignId? campaign,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM blocked_numbers WHERE (CAST(@before AS text) IS NULL OR id < @before) "
                        + "AND (CAST(@part AS text) IS NULL OR number LIKE @part) AND (CAST(@whole AS text) IS NULL OR number = @whole) "
                        + "AND (CAST(@campaign AS text) IS NULL OR campaign_id = @campaign) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        whole,
                        limit,
                        part = part is null ? null : $"%{part}%",
                        campaign = campaign?.Value,
                    }
                )
            ).Select(r => r.ToBlock()),
        ];

    public static async Task<IReadOnlyList<BlockedNumber>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM blocked_numbers")).Select(r => r.ToBlock())];

    private sealed record Row(
        BlockedNumberId Id,
        string Number,
        string CampaignId,
        string Note,
        long? ExpiresAt,
        string BlockedBy,
        string? CallId,
        Instant CreatedAt
    )
    {
        public BlockedNumber ToBlock() =>
            new(
                Id,
                Number,
                CampaignId.Length == 0 ? null : new CallCampaignId(CampaignId),
                Note,
                ExpiresAt is { } at ? new Instant(at) : null,
                BlockedBy,
                CallId is null ? null : new CallId(CallId),
                CreatedAt
            );
    }
}
