using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Log;

internal static class LastDeliveriesSql
{
    public static async Task<IReadOnlyList<Row>> ListAsync(
        DbConnection connection,
        Dialect dialect,
        string source,
        IReadOnlyList<string> sourceIds
    ) =>
        (
            await connection.QueryAsync<Row>(
                "SELECT d.id AS Id, d.source_id AS SourceId, d.rule_id AS RuleId, d.event AS Event, d.url AS Url, d.host AS Host, d.state AS State, d.note AS Note, "
                    + "d.attempts AS Attempts, d.created_at AS CreatedAt, d.finished_at AS FinishedAt FROM deliveries d "
                    + $"WHERE d.source_id {(dialect == Dialect.Sqlite ? "IN (SELECT value FROM json_each(@ids))" : "= ANY(@ids)")} AND d.source = @source "
                    + "AND NOT EXISTS (SELECT 1 FROM deliveries r WHERE r.idempotency_key = d.idempotency_key AND r.replay > d.replay) ORDER BY d.id",
                new { source, ids = dialect == Dialect.Sqlite ? JsonSerializer.Serialize(sourceIds) : (object)sourceIds.ToArray() }
            )
        ).AsList();

    internal sealed record Row(
        DeliveryId Id,
        string SourceId,
        string RuleId,
        string Event,
        string Url,
        string Host,
        string State,
        string Note,
        long Attempts,
        Instant CreatedAt,
        long? FinishedAt
    )
    {
        public LastDelivery ToDelivery(bool ownTracker, bool isOpen) =>
            new(
                Id,
                SourceId,
                RuleId,
                Event,
                Host,
                ownTracker,
                DeliveryStates.TryRead(State, out var state) ? state : throw new InvalidOperationException($"No such state: {State}."),
                Phrase.OfKept(isOpen ? Note : MaskNumbers.In(Note)),
                (int)Attempts,
                CreatedAt,
                FinishedAt is { } finished ? new Instant(finished) : null
            );
    }
}
