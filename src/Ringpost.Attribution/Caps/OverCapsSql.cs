using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Attribution.Postbacks;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>Puts right, in the transaction that stored them, the conversions that came over a cap.</summary>
internal static class OverCapsSql
{
    private const string Sqlite =
        "UPDATE conversions SET received = ?, paid = ?, sent_currency = ?, sent_received = ?, sent_paid = ?, awaits_received = ?, awaits_paid = ?, "
        + "disposition = ?, reason = ?, fired = ?, not_told = ?, cap_id = ?, cap_behavior = ?, cap_note = ? WHERE id = ?";

    private const string Postgres =
        "UPDATE conversions c SET received = v.received, paid = v.paid, sent_currency = v.sent_currency, sent_received = v.sent_received, "
        + "sent_paid = v.sent_paid, awaits_received = v.awaits_received, awaits_paid = v.awaits_paid, disposition = v.disposition, reason = v.reason, "
        + "fired = v.fired, not_told = v.not_told, cap_id = v.cap_id, cap_behavior = v.cap_behavior, cap_note = v.cap_note "
        + "FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], "
        + "$10::bigint[], $11::text[], $12::bigint[], $13::text[], $14::text[], $15::bigint[]) AS v (received, paid, sent_currency, sent_received, "
        + "sent_paid, awaits_received, awaits_paid, disposition, reason, fired, not_told, cap_id, cap_behavior, cap_note, id) WHERE c.id = v.id";

    public static async Task UpdateAsync(WriteUnit unit, List<OverCap> rows)
    {
        if (unit.Connection is SqliteConnection sqlite)
        {
            var statement = RawStatement.Of(sqlite, Sqlite);
            foreach (var row in rows)
                Update(statement, row);
            return;
        }

        await using var command = new NpgsqlCommand(Postgres, (NpgsqlConnection)unit.Connection);
        Add(command, rows, r => r.Draft.Price.Received);
        Add(command, rows, r => r.Draft.Price.Paid);
        Add(command, rows, r => r.Draft.SentCurrency?.Code);
        Add(command, rows, r => r.Draft.KeptReceived);
        Add(command, rows, r => r.Draft.KeptPaid);
        Add(command, rows, r => r.Draft.Price.AwaitsReceived ? 1L : 0L);
        Add(command, rows, r => r.Draft.Price.AwaitsPaid ? 1L : 0L);
        Add(command, rows, r => r.Draft.Disposition);
        Add(command, rows, Reason);
        Add(command, rows, r => r.Draft.Fires ? 1L : 0L);
        Add(command, rows, r => r.Draft.NotTold);
        Add(command, rows, r => r.Cap.Value);
        Add(command, rows, r => CapWords.Of(r.Draft.CapBehavior));
        Add(command, rows, r => r.Note);
        Add(command, rows, r => r.Id.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Ids that were stored in this transaction: nothing hangs on them yet.</summary>
    public static Task DeleteAsync(WriteUnit unit, List<ConversionId> ids) =>
        unit.Connection.ExecuteAsync(
            "DELETE FROM conversions WHERE id " + unit.Pick("IN @ids", "= ANY (@ids)"),
            new { ids = ids.Select(i => i.Value).ToArray() }
        );

    private static void Update(RawStatement statement, OverCap row)
    {
        var draft = row.Draft;
        statement
            .Bind(1, draft.Price.Received)
            .Bind(2, draft.Price.Paid)
            .Bind(3, draft.SentCurrency?.Code)
            .Bind(4, draft.KeptReceived)
            .Bind(5, draft.KeptPaid)
            .Bind(6, draft.Price.AwaitsReceived ? 1 : 0)
            .Bind(7, draft.Price.AwaitsPaid ? 1 : 0)
            .Bind(8, draft.Disposition)
            .Bind(9, Reason(row))
            .Bind(10, draft.Fires ? 1 : 0)
            .Bind(11, draft.NotTold)
            .Bind(12, row.Cap.Value)
            .Bind(13, CapWords.Of(draft.CapBehavior))
            .Bind(14, row.Note)
            .Bind(15, row.Id.Value)
            .Run();
    }

    /// <summary>What it waits for is named first: a person can do something about that.</summary>
    private static string Reason(OverCap row) => row.Draft.Pending?.ToText() ?? CapStep.Reached;

    private static void Add<T>(NpgsqlCommand command, List<OverCap> rows, Func<OverCap, T> value) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(value)] });
}
