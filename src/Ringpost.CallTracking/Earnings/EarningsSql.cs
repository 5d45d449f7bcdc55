using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Earnings;

internal static class EarningsSql
{
    private const string Columns =
        "SELECT c.id AS Id, c.arrived_at AS ArrivedAt, c.ended_at AS EndedAt, c.campaign_id AS CampaignId, c.publisher_id AS PublisherId, "
        + "c.paid AS Paid, CASE WHEN c.uncounted = 0 AND c.history = 0 THEN 1 ELSE 0 END AS Counted, c.history AS History, c.live AS Live, c.currency AS Currency, c.payout_reason AS PayoutReason, "
        + "c.revenue + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue'), 0) AS Revenue, "
        + "c.payout + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout'), 0) AS Payout, "
        + "(SELECT MAX(l.recorded_at) FROM call_ledger l WHERE l.call_id = c.id) AS ChangedAt FROM calls c ";

    /// <summary>Calls that were paid and count, oldest first, behind the place.</summary>
    public static async Task<IReadOnlyList<EarnedCall>> ListPaidAsync(
        DbConnection connection,
        PaidCallFilter filter,
        (Instant At, CallId Id)? place,
        int limit
    ) =>
        Read(
            await connection.QueryAsync<Row>(
                // Spelled out as the index of paid calls has it.
                $"{Columns}WHERE c.paid = 1 AND {CallListSql.Counted} AND c.arrived_at >= @from AND c.arrived_at < @to"
                    + (filter.CampaignId is null ? "" : " AND c.campaign_id = @campaign")
                    + (filter.PublisherId is null ? "" : " AND c.publisher_id = @publisher")
                    + (place is null ? "" : " AND (c.arrived_at, c.id) > (@lastAt, @lastId)")
                    + " ORDER BY c.arrived_at, c.id LIMIT @limit",
                new
                {
                    from = place is { } last && last.At > filter.Range.From ? last.At : filter.Range.From,
                    to = filter.Range.To,
                    campaign = filter.CampaignId?.Value,
                    publisher = filter.PublisherId?.Value,
                    lastAt = place?.At,
                    lastId = place?.Id.Value,
                    limit,
                }
            )
        );

    public static async Task<IReadOnlyList<EarnedCall>> FindAsync(DbConnection connection, Dialect dialect, IReadOnlyList<string> ids) =>
        Read(
            await connection.QueryAsync<Row>(
                $"{Columns}WHERE c.id {(dialect == Dialect.Sqlite ? "IN (SELECT value FROM json_each(@ids))" : "= ANY(@ids)")}",
                new { ids = dialect == Dialect.Sqlite ? JsonSerializer.Serialize(ids) : (object)ids.ToArray() }
            )
        );

    private static IReadOnlyList<EarnedCall> Read(IEnumerable<Row> rows) => [.. rows.Select(r => r.ToCall())];

    // Properties, not a constructor: SQLite knows no type of a computed column before it has a row.
    private sealed record Row
    {
        public CallId Id { get; init; }
        public Instant ArrivedAt { get; init; }
        public long? EndedAt { get; init; }
        public CallCampaignId CampaignId { get; init; }
        public string? PublisherId { get; init; }
        public bool Paid { get; init; }
        public bool Counted { get; init; }
        public bool History { get; init; }
        public bool Live { get; init; }
        public string Currency { get; init; } = "";
        public string? PayoutReason { get; init; }
        public long Revenue { get; init; }
        public long Payout { get; init; }
        public long? ChangedAt { get; init; }

        public EarnedCall ToCall() =>
            new(
                Id,
                ArrivedAt,
                EndedAt is { } ended ? new Instant(ended) : null,
                CampaignId,
                PublisherId is null ? null : new PublisherId(PublisherId),
                Paid,
                Counted,
                History,
                Live,
                Revenue,
                Payout,
                Primitives.Currency.TryParse(Currency, out var currency) ? currency : Primitives.Currency.Usd,
                ChangedAt is { } changed ? new Instant(changed) : null,
                PayoutReason
            );
    }
}
