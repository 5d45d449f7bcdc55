using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Ringpost.Storage;
using Ringpost.Storage.Batches;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Outbox;

internal static class OutboxSql
{
    private const string Columns =
        "id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, method, url, host, headers, body, content_type, "
        + "success_rule, terms, state, note, attempts, next_attempt_at, created_at, finished_at";

    /// <summary>Nothing where the key is taken.</summary>
    public static Task InsertAsync(WriteUnit unit, DeliveryId id, DeliveryDraft draft, DeliveryState state, string note)
    {
        draft = Storable(draft);
        var headers = draft.Headers.Count == 0 ? "{}" : JsonSerializer.Serialize(draft.Headers);
        long? next = state == DeliveryState.Pending ? Math.Max(draft.NotBefore.UnixMilliseconds, 0) : null;
        long? finished = state == DeliveryState.Pending ? null : unit.Now.UnixMilliseconds;
        if (unit.Dialect == Dialect.Sqlite)
        {
            // A call's events each write here: SQLite's own statements cost an eighth of ADO.NET's (stack.md).
            RawStatement
                .Of(
                    (SqliteConnection)unit.Connection,
                    $"INSERT INTO deliveries ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) "
                        + "ON CONFLICT (idempotency_key, replay) DO NOTHING"
                )
                .Bind(1, id.Value)
                .Bind(2, draft.Source)
                .Bind(3, draft.SourceId)
                .Bind(4, draft.RuleId)
                .Bind(5, draft.Event)
                .Bind(6, draft.TransactionId)
                .Bind(7, draft.IdempotencyKey)
                .Bind(8, draft.Method)
                .Bind(9, draft.Url)
                .Bind(10, HostOf(draft.Url))
                .Bind(11, headers)
                .Bind(12, draft.Body)
                .Bind(13, draft.ContentType)
                .Bind(14, draft.SuccessRule.ToString())
                .Bind(15, draft.Terms.ToJson())
                .Bind(16, state.Word())
                .Bind(17, note)
                .Bind(18, next)
                .Bind(19, unit.Now.UnixMilliseconds)
                .Bind(20, finished)
                .Run();
            return Task.CompletedTask;
        }

        return unit.Later.ExecuteAsync(
            $"INSERT INTO deliveries ({Columns}) VALUES (@id, @Source, @SourceId, @RuleId, @Event, @TransactionId, @IdempotencyKey, 0, "
                + "@Method, @Url, @host, @headers, @Body, @ContentType, @rule, @terms, @state, @note, 0, @next, @now, @finished) "
                + "ON CONFLICT (idempotency_key, replay) DO NOTHING",
            new
            {
                id,
                draft.Source,
                draft.SourceId,
                draft.RuleId,
                draft.Event,
                draft.TransactionId,
                draft.IdempotencyKey,
                draft.Method,
                draft.Url,
                host = HostOf(draft.Url),
                headers,
                draft.Body,
                draft.ContentType,
                rule = draft.SuccessRule.ToString(),
                terms = draft.Terms.ToJson(),
                state = state.Word(),
                note,
                next,
                now = unit.Now,
                finished,
            }
        );
    }

    /// <summary>Many at once, all to be sent; keys that are taken are left out.</summary>
    public static async Task InsertAsync(WriteUnit unit, IReadOnlyList<DeliveryId> ids, IReadOnlyList<DeliveryDraft> drafts)
    {
        if (unit.Connection is not NpgsqlConnection connection)
        {
            for (var i = 0; i < ids.Count; i++)
                await InsertAsync(unit, ids[i], drafts[i], DeliveryState.Pending, "");
            return;
        }

        var rows = drafts.Select(Storable).ToArray();
        await using var command = new NpgsqlCommand(
            "INSERT INTO deliveries (id, source, source_id, rule_id, event, transaction_id, idempotency_key, replay, method, url, host, headers, body, "
                + "content_type, success_rule, terms, state, note, attempts, next_attempt_at, created_at) "
                + "SELECT r.id, r.source, r.source_id, r.rule_id, r.event, r.transaction_id, r.idempotency_key, 0, r.method, r.url, r.host, r.headers, r.body, "
                + "r.content_type, r.success_rule, r.terms, 'pending', '', 0, r.next_attempt_at, $15 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], "
                + "$6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $16::bigint[], $17::text[]) "
                + "AS r (id, source, source_id, rule_id, event, transaction_id, idempotency_key, method, url, host, headers, body, content_type, success_rule, "
                + "next_attempt_at, terms) ON CONFLICT (idempotency_key, replay) DO NOTHING",
            connection
        );
        Add(command, rows, (_, i) => ids[i].Value);
        Add(command, rows, (d, _) => d.Source);
        Add(command, rows, (d, _) => d.SourceId);
        Add(command, rows, (d, _) => d.RuleId);
        Add(command, rows, (d, _) => d.Event);
        Add(command, rows, (d, _) => d.TransactionId);
        Add(command, rows, (d, _) => d.IdempotencyKey);
        Add(command, rows, (d, _) => d.Method);
        Add(command, rows, (d, _) => d.Url);
        Add(command, rows, (d, _) => HostOf(d.Url));
        Add(command, rows, (d, _) => d.Headers.Count == 0 ? "{}" : JsonSerializer.Serialize(d.Headers));
        Add(command, rows, (d, _) => d.Body);
        Add(command, rows, (d, _) => d.ContentType);
        Add(command, rows, (d, _) => d.SuccessRule.ToString());
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = unit.Now.UnixMilliseconds });
        Add(command, rows, (d, _) => Math.Max(d.NotBefore.UnixMilliseconds, 0));
        Add(command, rows, (d, _) => d.Terms.ToJson());
        await command.ExecuteNonQueryAsync();
    }

    private static void Add<TValue>(NpgsqlCommand command, DeliveryDraft[] rows, Func<DeliveryDraft, int, TValue> value)
    {
        var column = new TValue[rows.Length];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i], i);
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = column });
    }

    /// <summary>Values come from callers and third parties: none may make the call's own transaction fail.</summary>
    private static DeliveryDraft Storable(DeliveryDraft draft) =>
        draft with
        {
            SourceId = StorableText.Clean(draft.SourceId),
            TransactionId = StorableText.Clean(draft.TransactionId),
            Url = StorableText.Clean(draft.Url),
            Body = draft.Body is null ? null : StorableText.Clean(draft.Body),
        };

    /// <summary>What the worker shares its attention by: host and port.</summary>
    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? uri.Authority.ToLowerInvariant() : "";
}
