using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>A change of many conversions at once, as it was carried out.</summary>
/// <param name="Kind"><c>insert</c>, <c>adjust</c> or <c>file</c>.</param>
public sealed record MassRun(long Id, string Kind, string Name, string Reason, Instant At, string ActorId, string ActorName);

internal static class MassRunsSql
{
    private const string Runs =
        "SELECT id AS Id, kind AS Kind, name AS Name, reason AS Reason, at AS At, actor_id AS ActorId, actor_name AS ActorName FROM mass_runs ";

    private const string Rows =
        "SELECT row_no AS RowNo, outcome AS Outcome, message AS Message, conversion_id AS ConversionId, currency AS Currency, received_before AS ReceivedBefore, "
        + "received_after AS ReceivedAfter, paid_before AS PaidBefore, paid_after AS PaidAfter, disposition AS Disposition FROM mass_rows WHERE run_id = @runId ";

    /// <summary>The run of this key, made where it is not there yet.</summary>
    public static async Task<long> EnsureAsync(WriteUnit unit, Actor actor, string key, string kind, string name, string reason)
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO mass_runs (key, kind, name, reason, at, actor_id, actor_name) VALUES (@key, @kind, @name, @reason, @now, @actorId, @actorName) "
                + "ON CONFLICT (key) DO NOTHING",
            new
            {
                key,
                kind,
                name,
                reason,
                now = unit.Now,
                actorId = actor.Id,
                actorName = actor.Name,
            }
        );
        return await unit.Connection.ExecuteScalarAsync<long>("SELECT id FROM mass_runs WHERE key = @key", new { key });
    }

    public static Task<MassRun?> FindAsync(DbConnection connection, long id) =>
        connection.QuerySingleOrDefaultAsync<MassRun?>(Runs + "WHERE id = @id", new { id });

    public static async Task<IReadOnlyList<MassRun>> ListAsync(DbConnection connection, long before, int limit) =>
        (await connection.QueryAsync<MassRun>(Runs + "WHERE id < @before ORDER BY id DESC LIMIT @limit", new { before, limit })).AsList();

    public static async Task<IReadOnlyList<MassRow>> ListRowsAsync(DbConnection connection, long runId, long after, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    Rows + "AND row_no > @after ORDER BY row_no LIMIT @limit",
                    new
                    {
                        runId,
                        after,
                        limit,
                    }
                )
            ).Select(r => r.ToRow()),
        ];

    /// <summary>Those of the rows that were carried out before; a refused one is tried again.</summary>
    public static async Task<Dictionary<long, MassRow>> ListDoneAsync(WriteUnit unit, long runId, long[] rows) =>
        (
            await unit.Connection.QueryAsync<Row>(
                Rows + "AND outcome <> 'refused' AND row_no " + unit.Pick("IN @rows", "= ANY (@rows)"),
                new { runId, rows }
            )
        ).ToDictionary(r => r.RowNo, r => r.ToRow() with { Outcome = MassOutcome.AppliedBefore });

    public static Task StoreAsync(WriteUnit unit, long runId, IEnumerable<MassRow> rows) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO mass_rows (run_id, row_no, outcome, message, conversion_id, currency, received_before, received_after, paid_before, paid_after, disposition) "
                + "VALUES (@runId, @RowNo, @Outcome, @Message, @ConversionId, @Currency, @ReceivedBefore, @ReceivedAfter, @PaidBefore, @PaidAfter, @Disposition) "
                + "ON CONFLICT (run_id, row_no) DO UPDATE SET outcome = excluded.outcome, message = excluded.message, conversion_id = excluded.conversion_id, "
                + "currency = excluded.currency, received_before = excluded.received_before, received_after = excluded.received_after, "
                + "paid_before = excluded.paid_before, paid_after = excluded.paid_after, disposition = excluded.disposition",
            rows.Select(r => new
            {
                runId,
                r.RowNo,
                r.Outcome,
                Message = r.Message?.ToString(),
                ConversionId = r.ConversionId?.Value,
                r.Currency,
                ReceivedBefore = Millionths(r.ReceivedBefore),
                ReceivedAfter = Millionths(r.ReceivedAfter),
                PaidBefore = Millionths(r.PaidBefore),
                PaidAfter = Millionths(r.PaidAfter),
                r.Disposition,
            })
        );

    private static long? Millionths(decimal? amount) => amount is { } known ? Money.ToMillionths(known) : null;

    private sealed class Row
    {
        public long RowNo { get; init; }

        public string Outcome { get; init; } = "";

        public string? Message { get; init; }

        public long? ConversionId { get; init; }

        public string? Currency { get; init; }

        public long? ReceivedBefore { get; init; }

        public long? ReceivedAfter { get; init; }

        public long? PaidBefore { get; init; }

        public long? PaidAfter { get; init; }

        public string? Disposition { get; init; }

        public MassRow ToRow() =>
            new(
                RowNo,
                Outcome,
                Message is null ? null : Phrase.Of($"{Message}"),
                ConversionId is { } id ? new ConversionId(id) : null,
                Currency,
                ReceivedBefore / 1_000_000m,
                ReceivedAfter / 1_000_000m,
                PaidBefore / 1_000_000m,
                PaidAfter / 1_000_000m,
                Disposition
            );
    }
}
