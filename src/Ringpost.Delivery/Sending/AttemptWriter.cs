using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Ringpost.Delivery.Outbox;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Sending;

/// <summary>
/// Writes the results of attempts, a row and the delivery's new state each, in one commit. The outcome says whether the state was taken: it
/// is not where another node claimed the delivery meanwhile, unless this attempt delivered it.
/// </summary>
internal sealed class AttemptWriter : BatchWriter<AttemptResult, bool>
{
    public override Task<bool[]> WriteSqliteAsync(IReadOnlyList<AttemptResult> items, SqliteConnection connection, WriteUnit unit)
    {
        var attempt = RawStatement.Of(
            connection,
            "INSERT INTO delivery_attempts (delivery_id, number, at, status, error, duration_ms, answer, next_attempt_at, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
                + "ON CONFLICT (delivery_id, number) DO NOTHING"
        );
        var state = RawStatement.Of(
            connection,
            "UPDATE deliveries SET state = ?1, note = ?2, next_attempt_at = ?3, finished_at = ?4, claimed_by = NULL, claimed_until = NULL "
                + "WHERE id = ?5 AND state = 'pending' AND (attempts = ?6 OR ?1 = 'delivered')"
        );
        var taken = new bool[items.Count];
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            attempt
                .Bind(1, item.Id.Value)
                .Bind(2, item.Number)
                .Bind(3, item.At)
                .Bind(4, (long?)item.Status)
                .Bind(5, item.Error)
                .Bind(6, item.DurationMs)
                .Bind(7, item.Answer)
                .Bind(8, item.NextAttemptAt)
                .Bind(9, item.Address)
                .Run();
            taken[i] =
                state
                    .Bind(1, item.State.Word())
                    .Bind(2, item.Note.Kept)
                    .Bind(3, item.NextAttemptAt)
                    .Bind(4, item.FinishedAt)
                    .Bind(5, item.Id.Value)
                    .Bind(6, item.Number)
                    .Run() == 1;
        }

        return Task.FromResult(taken);
    }

    public override async Task<bool[]> WritePostgresAsync(IReadOnlyList<AttemptResult> items, NpgsqlConnection connection, WriteUnit unit)
    {
        await using var batch = new NpgsqlBatch(connection);
        var attempts = new NpgsqlBatchCommand(
            "INSERT INTO delivery_attempts (delivery_id, number, at, status, error, duration_ms, answer, next_attempt_at, address) "
                + "SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (delivery_id, number) DO NOTHING"
        );
        Add(attempts, NpgsqlDbType.Text, items, i => i.Id.Value);
        Add(attempts, NpgsqlDbType.Bigint, items, i => i.Number);
        Add(attempts, NpgsqlDbType.Bigint, items, i => i.At);
        Add(attempts, NpgsqlDbType.Bigint, items, i => (long?)i.Status);
        Add(attempts, NpgsqlDbType.Text, items, i => i.Error);
        Add(attempts, NpgsqlDbType.Bigint, items, i => i.DurationMs);
        Add(attempts, NpgsqlDbType.Text, items, i => i.Answer);
        Add(attempts, NpgsqlDbType.Bigint, items, i => i.NextAttemptAt);
        Add(attempts, NpgsqlDbType.Text, items, i => i.Address);
        batch.BatchCommands.Add(attempts);

        var states = new NpgsqlBatchCommand(
            // What is open is found by the ids alone and joined to nothing: a planner that believes the table to be empty would begin a join with it.
            "WITH v AS MATERIALIZED (SELECT * FROM unnest($1, $2, $3, $4, $5, $6) AS v (id, number, state, note, next, finished)), "
                + "done AS (DELETE FROM open_deliveries o WHERE o.id = ANY($7) AND o.state = 'pending' RETURNING o.id), "
                + "stays AS (UPDATE open_deliveries o SET claimed_by = NULL, claimed_until = NULL, (state, next_attempt_at) = "
                + "(SELECT v.state, v.next FROM v WHERE v.id = o.id AND v.number = o.attempts) "
                + "WHERE o.id = ANY($8) AND o.state = 'pending' "
                + "AND EXISTS (SELECT 1 FROM v WHERE v.id = o.id AND v.number = o.attempts AND v.state <> 'delivered') RETURNING o.id, o.attempts AS number) "
                + "UPDATE deliveries d SET state = v.state, note = v.note, next_attempt_at = v.next, finished_at = v.finished, attempts = v.number "
                + "FROM v WHERE d.id = v.id AND (v.state = 'delivered' AND v.id IN (SELECT id FROM done) "
                + "OR v.state <> 'delivered' AND (v.id, v.number) IN (SELECT id, number FROM stays)) RETURNING d.id, d.attempts"
        );
        Add(states, NpgsqlDbType.Text, items, i => i.Id.Value);
        Add(states, NpgsqlDbType.Bigint, items, i => i.Number);
        Add(states, NpgsqlDbType.Text, items, i => i.State.Word());
        Add(states, NpgsqlDbType.Text, items, i => i.Note.Kept);
        Add(states, NpgsqlDbType.Bigint, items, i => i.NextAttemptAt);
        Add(states, NpgsqlDbType.Bigint, items, i => i.FinishedAt);
        Add(states, NpgsqlDbType.Text, [.. items.Where(i => i.State == DeliveryState.Delivered)], i => i.Id.Value);
        Add(states, NpgsqlDbType.Text, [.. items.Where(i => i.State != DeliveryState.Delivered)], i => i.Id.Value);
        batch.BatchCommands.Add(states);
        var taken = new HashSet<(string Id, long Number)>(items.Count);
        await using (var reader = await batch.ExecuteReaderAsync())
            while (await reader.ReadAsync())
                taken.Add((reader.GetString(0), reader.GetInt64(1)));
        return [.. items.Select(i => taken.Contains((i.Id.Value, i.Number)))];
    }

    private static void Add<T>(
        NpgsqlBatchCommand command,
        NpgsqlDbType type,
        IReadOnlyList<AttemptResult> items,
        Func<AttemptResult, T> column
    )
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = column(items[i]);
        command.Parameters.Add(new NpgsqlParameter { Value = values, NpgsqlDbType = NpgsqlDbType.Array | type });
    }
}
