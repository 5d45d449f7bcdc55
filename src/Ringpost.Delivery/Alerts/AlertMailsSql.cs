using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Alerts;

/// <summary>E-mails that are to be sent, one per alert and recipient.</summary>
internal static class AlertMailsSql
{
    public static async Task InsertAsync(WriteUnit unit, long alertId, IReadOnlyList<string> recipients)
    {
        foreach (var recipient in recipients)
            await unit.Connection.ExecuteAsync(
                "INSERT INTO alert_mails (alert_id, recipient, attempts, next_attempt_at) VALUES (@alertId, @recipient, 0, @now)",
                new
                {
                    alertId,
                    recipient,
                    now = unit.Now,
                }
            );
    }

    /// <summary>What is due, the oldest first.</summary>
    public static async Task<IReadOnlyList<DueMail>> DueAsync(DbConnection connection, Instant now, int limit) =>
        (
            await connection.QueryAsync<DueMail>(
                "SELECT m.id AS Id, m.recipient AS Recipient, m.attempts AS Attempts, m.next_attempt_at AS DueAt, a.at AS At, a.note AS Kept "
                    + "FROM alert_mails m JOIN alerts a ON a.id = m.alert_id WHERE m.next_attempt_at <= @now ORDER BY m.next_attempt_at, m.id LIMIT @limit",
                new { now, limit }
            )
        ).AsList();

    /// <summary>False where another node was quicker.</summary>
    public static async Task<bool> ClaimAsync(WriteUnit unit, DueMail mail, Instant until) =>
        await unit.Connection.ExecuteAsync(
            "UPDATE alert_mails SET attempts = attempts + 1, next_attempt_at = @until WHERE id = @Id AND next_attempt_at = @DueAt",
            new
            {
                mail.Id,
                mail.DueAt,
                until,
            }
        ) == 1;

    public static Task SentAsync(WriteUnit unit, long id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE alert_mails SET sent_at = @now, next_attempt_at = NULL, error = NULL WHERE id = @id",
            new { id, now = unit.Now }
        );

    /// <param name="again">Null gives it up.</param>
    public static Task FailedAsync(WriteUnit unit, long id, string error, Instant? again) =>
        unit.Connection.ExecuteAsync(
            "UPDATE alert_mails SET next_attempt_at = @again, error = @error WHERE id = @id AND sent_at IS NULL",
            new
            {
                id,
                error,
                again,
            }
        );

    /// <summary>What waits is due now: the mail server was changed.</summary>
    public static Task RetryAsync(WriteUnit unit) =>
        unit.Connection.ExecuteAsync("UPDATE alert_mails SET next_attempt_at = @now WHERE next_attempt_at > @now", new { now = unit.Now });

    /// <summary>What became of the e-mails of these alerts.</summary>
    public static async Task<ILookup<long, AlertMail>> OfAsync(DbConnection connection, long first, long last) =>
        (
            await connection.QueryAsync<MailRow>(
                "SELECT alert_id AS AlertId, recipient AS Recipient, attempts AS Attempts, next_attempt_at AS NextAttemptAt, sent_at AS SentAt, error AS Error "
                    + "FROM alert_mails WHERE alert_id >= @first AND alert_id <= @last ORDER BY id",
                new { first, last }
            )
        ).ToLookup(
            r => r.AlertId,
            r => new AlertMail(
                r.Recipient,
                r.Attempts,
                r.NextAttemptAt is { } next ? new Instant(next) : null,
                r.SentAt is { } sent ? new Instant(sent) : null,
                r.Error
            )
        );

    private sealed record MailRow(long AlertId, string Recipient, long Attempts, long? NextAttemptAt, long? SentAt, string? Error);
}

/// <summary>An e-mail that is due; <paramref name="At"/> and <paramref name="Kept"/>, the note, are of its alert.</summary>
internal sealed record DueMail(long Id, string Recipient, long Attempts, Instant DueAt, Instant At, string Kept)
{
    public Phrase Note => Phrase.OfKept(Kept);
}
