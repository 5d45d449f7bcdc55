using System.Data.Common;
using Dapper;
using Ringpost.Delivery.Outbox;

namespace Ringpost.Delivery.Log;

/// <summary>Which deliveries a replay of many takes: what was tried, and was not sent again since.</summary>
internal static class ReplayMatchingSql
{
    // Whoever runs it twice, or two at once, sends nothing twice: a replay is the newer one of its key.
    private const string Open =
        " AND state <> 'skipped' AND state <> 'pending' AND NOT EXISTS (SELECT 1 FROM deliveries r WHERE r.idempotency_key = deliveries.idempotency_key AND r.replay > deliveries.replay)";

    public static async Task<IReadOnlyList<(string Host, DeliveryState State, long Count)>> CountAsync(
        DbConnection connection,
        DeliveryFilter filter
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT host AS Host, state AS State, count(*) AS Count FROM deliveries WHERE {DeliveryLogSql.Where(connection, filter)}{Open} "
                        + "GROUP BY host, state ORDER BY host, state",
                    DeliveryLogSql.Parameters(filter)
                )
            ).Select(r => (r.Host, DeliveryStates.TryRead(r.State, out var state) ? state : default, r.Count)),
        ];

    /// <summary>Oldest first, those after the place; none made since <paramref name="until"/>.</summary>
    public static async Task<IReadOnlyList<string>> SliceAsync(
        DbConnection connection,
        DeliveryFilter filter,
        string? after,
        string until,
        int limit
    )
    {
        var parameters = DeliveryLogSql.Parameters(filter);
        parameters.AddDynamicParams(
            new
            {
                after = after ?? "",
                until,
                limit,
            }
        );
        return (
            await connection.QueryAsync<string>(
                $"SELECT id FROM deliveries WHERE {DeliveryLogSql.Where(connection, filter)}{Open} AND id > @after AND id <= @until ORDER BY id LIMIT @limit",
                parameters
            )
        ).AsList();
    }

    // An aggregate over no rows has no type in SQLite: a constructor would not be found.
    private sealed record Row
    {
        public string Host { get; init; } = "";
        public string State { get; init; } = "";
        public long Count { get; init; }
    }
}
