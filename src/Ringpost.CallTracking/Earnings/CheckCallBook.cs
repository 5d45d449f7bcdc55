using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Earnings;

/// <summary>Proves that calls, legs, adjustments and ledger say the same, piece by piece, each read of one moment.</summary>
public sealed class CheckCallBook(Database database)
{
    private const int Piece = 2000;

    public async Task<Result<IReadOnlyList<BookDifference>>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var found = new List<BookDifference>();
        var (at, id) = (long.MinValue, "");
        for (
            List<CallRow>? rows = null;
            rows is null || rows.Count == Piece;
            (at, id) = rows.Count == 0 ? (at, id) : (rows[^1].At, rows[^1].Id)
        )
        {
            rows = await database.ReadAsync(c => ListCallsAsync(c, at, id), cancellation);
            foreach (var call in rows)
            {
                if (call.Revenue != call.OfLegs)
                    found.Add(Difference(BookDifferenceKind.CallNotItsLegs, $"call {call.Id}", call.OfLegs, call.Revenue, call.Currency));
                if (call.Revenue + call.RevenueChanges < 0)
                    found.Add(
                        Difference(
                            BookDifferenceKind.BelowZero,
                            $"call {call.Id} revenue",
                            0,
                            call.Revenue + call.RevenueChanges,
                            call.Currency
                        )
                    );
                if (call.Payout + call.PayoutChanges < 0)
                    found.Add(
                        Difference(
                            BookDifferenceKind.BelowZero,
                            $"call {call.Id} payout",
                            0,
                            call.Payout + call.PayoutChanges,
                            call.Currency
                        )
                    );
            }
        }

        var adjustment = "";
        for (List<AdjustmentRow>? rows = null; rows is null || rows.Count == Piece; adjustment = rows.Count == 0 ? adjustment : rows[^1].Id)
        {
            rows = await database.ReadAsync(c => ListAdjustmentsAsync(c, adjustment), cancellation);
            foreach (var row in rows)
            {
                if (row.RevenueChange != row.RevenueEntries)
                    found.Add(Entries(row, "revenue", row.RevenueChange, row.RevenueEntries));
                if (row.PayoutChange != row.PayoutEntries)
                    found.Add(Entries(row, "payout", row.PayoutChange, row.PayoutEntries));
            }
        }

        foreach (var row in await database.ReadAsync(ListStrayAsync, cancellation))
            found.Add(
                Difference(
                    BookDifferenceKind.AdjustmentNotItsEntries,
                    $"call {row.CallId} {row.Side} entry {row.Id}",
                    0,
                    row.Amount,
                    row.Currency
                )
            );
        return found;
    }

    private static BookDifference Entries(AdjustmentRow row, string side, long expected, long entries) =>
        Difference(
            BookDifferenceKind.AdjustmentNotItsEntries,
            $"call {row.CallId} {side} adjustment {row.Id}",
            expected,
            entries,
            row.Currency
        );

    private static BookDifference Difference(BookDifferenceKind kind, string subject, long expected, long found, string currency) =>
        new(kind, subject, expected / 1_000_000m, found / 1_000_000m, currency);

    private static async Task<List<CallRow>> ListCallsAsync(DbConnection connection, long at, string id) =>
        (
            await connection.QueryAsync<CallRow>(
                // Spelled out as the index of calls with money has it.
                "SELECT c.id AS Id, c.arrived_at AS At, c.currency AS Currency, c.revenue AS Revenue, c.payout AS Payout, "
                    + "COALESCE((SELECT CAST(SUM(g.revenue) AS bigint) FROM call_legs g WHERE g.call_id = c.id), 0) AS OfLegs, "
                    + "COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue'), 0) AS RevenueChanges, "
                    + "COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout'), 0) AS PayoutChanges "
                    + $"FROM calls c WHERE (c.revenue <> 0 OR c.payout <> 0) AND {CallListSql.Counted} AND (c.arrived_at, c.id) > (@at, @id) "
                    + "ORDER BY c.arrived_at, c.id LIMIT @Piece",
                new
                {
                    at,
                    id,
                    Piece,
                }
            )
        ).AsList();

    private static async Task<List<AdjustmentRow>> ListAdjustmentsAsync(DbConnection connection, string after) =>
        (
            await connection.QueryAsync<AdjustmentRow>(
                "SELECT a.id AS Id, a.call_id AS CallId, a.currency AS Currency, a.revenue_change AS RevenueChange, a.payout_change AS PayoutChange, "
                    + "COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = a.call_id AND l.adjustment_id = a.id AND l.side = 'revenue'), 0) AS RevenueEntries, "
                    + "COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = a.call_id AND l.adjustment_id = a.id AND l.side = 'payout'), 0) AS PayoutEntries "
                    + "FROM call_adjustments a WHERE a.id > @after ORDER BY a.id LIMIT @Piece",
                new { after, Piece }
            )
        ).AsList();

    /// <summary>Entries whose adjustment is not there, or that are in another currency than their call.</summary>
    private static async Task<List<StrayRow>> ListStrayAsync(DbConnection connection) =>
        (
            await connection.QueryAsync<StrayRow>(
                "SELECT l.id AS Id, l.call_id AS CallId, l.side AS Side, l.amount AS Amount, l.currency AS Currency FROM call_ledger l JOIN calls c ON c.id = l.call_id "
                    + "LEFT JOIN call_adjustments a ON a.id = l.adjustment_id WHERE (l.adjustment_id IS NOT NULL AND a.id IS NULL) OR l.currency <> c.currency LIMIT 1000"
            )
        ).AsList();

    // Properties, not constructors: SQLite knows no type of a computed column before it has a row.
    private sealed record CallRow
    {
        public string Id { get; init; } = "";
        public long At { get; init; }
        public string Currency { get; init; } = "";
        public long Revenue { get; init; }
        public long Payout { get; init; }
        public long OfLegs { get; init; }
        public long RevenueChanges { get; init; }
        public long PayoutChanges { get; init; }
    }

    private sealed record AdjustmentRow
    {
        public string Id { get; init; } = "";
        public string CallId { get; init; } = "";
        public string Currency { get; init; } = "";
        public long RevenueChange { get; init; }
        public long PayoutChange { get; init; }
        public long RevenueEntries { get; init; }
        public long PayoutEntries { get; init; }
    }

    private sealed record StrayRow(long Id, string CallId, string Side, long Amount, string Currency);
}
