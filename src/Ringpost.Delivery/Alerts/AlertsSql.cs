using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

internal static class AlertsSql
{
    private const string Columns = "id AS Id, at AS At, kind AS Kind, subject AS Subject, note AS Note, ended AS Ended, seen_at AS SeenAt";

    private const int LongestNote = 1000;

    public static Task InsertAsync(WriteUnit unit, AlertDraft draft) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO alerts (at, kind, subject, note, ended, told) VALUES (@now, @kind, @Subject, @Note, @ended, 0)",
            new
            {
                now = unit.Now,
                kind = draft.Kind.ToString(),
                draft.Subject,
                Note = StorableText.Cut(draft.Note.Kept, LongestNote),
                ended = draft.Ended ? 1 : 0,
            }
        );

    /// <summary>Whether any was not sent on yet.</summary>
    public static Task<bool> AreUntoldAsync(DbConnection connection) =>
        connection.ExecuteScalarAsync<bool>("SELECT EXISTS (SELECT 1 FROM alerts WHERE told = 0)");

    /// <summary>Takes what was not sent on yet, the oldest first. Under a key, so that nobody else takes the same.</summary>
    public static async Task<IReadOnlyList<Alert>> TakeUntoldAsync(WriteUnit unit, int limit) =>
        [
            .. (
                await unit.Connection.QueryAsync<Row>(
                    "UPDATE alerts SET told = 1 WHERE id IN (SELECT id FROM alerts WHERE told = 0 ORDER BY id LIMIT @limit) "
                        + $"RETURNING {Columns}",
                    new { limit }
                )
            )
                .Select(r => r.ToAlert())
                .OrderBy(a => a.Id),
        ];

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Alert>> ListAsync(
        DbConnection connection,
        AlertKind? kind,
        bool unseenOnly,
        long before,
        int limit,
        IReadOnlyCollection<AlertKind>? hidden = null
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM alerts WHERE id < @before{(unseenOnly ? " AND seen_at IS NULL" : "")}{(kind is null ? "" : " AND kind = @kind")} "
                        + (hidden is { Count: > 0 } ? $"AND kind NOT IN ({string.Join(", ", hidden.Select(k => $"'{k}'"))}) " : "")
                        + "ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        kind = kind?.ToString(),
                    }
                )
            ).Select(r => r.ToAlert()),
        ];

    /// <summary>How many were not seen before.</summary>
    public static Task<int> SeeAsync(WriteUnit unit, Actor actor, long upTo) =>
        unit.Connection.ExecuteAsync(
            "UPDATE alerts SET seen_at = @now, seen_by = @by WHERE id <= @upTo AND seen_at IS NULL",
            new
            {
                now = unit.Now,
                by = actor.Id,
                upTo,
            }
        );

    /// <summary>True where it did not hold before.</summary>
    public static async Task<bool> BeginAsync(WriteUnit unit, AlertKind kind, string subject)
    {
        var parameters = new
        {
            kind = kind.ToString(),
            subject,
            now = unit.Now,
        };
        return await unit.Connection.ExecuteAsync(
                "UPDATE alert_conditions SET last_at = @now WHERE kind = @kind AND subject = @subject",
                parameters
            ) == 0
            && await unit.Connection.ExecuteAsync(
                "INSERT INTO alert_conditions (kind, subject, since, last_at) VALUES (@kind, @subject, @now, @now) ON CONFLICT (kind, subject) DO NOTHING",
                parameters
            ) == 1;
    }

    /// <summary>True where it held.</summary>
    public static async Task<bool> EndAsync(WriteUnit unit, AlertKind kind, string subject) =>
        await unit.Connection.ExecuteAsync(
            "DELETE FROM alert_conditions WHERE kind = @kind AND subject = @subject",
            new { kind = kind.ToString(), subject }
        ) == 1;

    public static Task ForgetAsync(WriteUnit unit, IReadOnlyCollection<AlertKind> kinds, Instant unseenSince) =>
        unit.Connection.ExecuteAsync(
            $"DELETE FROM alert_conditions WHERE kind {unit.Pick("IN @kinds", "= ANY(@kinds)")} AND last_at < @unseenSince",
            new { kinds = kinds.Select(k => k.ToString()).ToArray(), unseenSince }
        );

    private sealed record Row(long Id, Instant At, string Kind, string Subject, string Note, bool Ended, long? SeenAt)
    {
        public Alert ToAlert() => new(Id, At, Enum.Parse<AlertKind>(Kind), Subject, Phrase.OfKept(Note), Ended, SeenAt is not null);
    }
}
