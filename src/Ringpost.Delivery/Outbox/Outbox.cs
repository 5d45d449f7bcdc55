using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Outbox;

/// <summary>
/// Where other modules leave what must be sent, in the transaction of the change that caused it (architecture 4.5). The worker is woken
/// after the commit.
/// </summary>
public sealed class Outbox(Identifiers identifiers, Wake wake)
{
    internal const string Topic = "deliveries";

    // An id stays near its row's time: the log's filters rely on it.
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    /// <summary>Stores the request; one with the same idempotency key that is there already stays as it is.</summary>
    public Task EnqueueAsync(WriteUnit unit, DeliveryDraft draft)
    {
        unit.AfterCommit(() => wake.Raise(Topic));
        return OutboxSql.InsertAsync(unit, IdOf(unit, draft), draft, DeliveryState.Pending, "");
    }

    /// <summary>
    /// Stores all that one transaction leaves, in one statement on PostgreSQL. What has the idempotency key of a stored one is left out.
    /// </summary>
    public async Task EnqueueAsync(WriteUnit unit, IReadOnlyList<DeliveryDraft> drafts)
    {
        if (drafts.Count == 0)
            return;
        var ids = new DeliveryId[drafts.Count];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = IdOf(unit, drafts[i]);
        await OutboxSql.InsertAsync(unit, ids, drafts);
        unit.AfterCommit(() => wake.Raise(Topic));
    }

    /// <summary>Stores a request that is not to be sent, so that the log can say why. <paramref name="reason"/> is a sentence.</summary>
    public Task EnqueueSkippedAsync(WriteUnit unit, DeliveryDraft draft, Phrase reason) =>
        OutboxSql.InsertAsync(unit, IdOf(unit, draft), draft, DeliveryState.Skipped, reason.Kept);

    /// <summary>Whether a request with this key was stored, sent or not.</summary>
    public static async Task<bool> HasAsync(DbConnection connection, string idempotencyKey) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM deliveries WHERE idempotency_key = @idempotencyKey AND replay = 0",
            new { idempotencyKey }
        ) > 0;

    /// <summary>What one transaction leaves, due a millisecond apart, is listed in the order in which it is due.</summary>
    private DeliveryId IdOf(WriteUnit unit, DeliveryDraft draft) =>
        new(
            draft.NotBefore >= unit.Now && draft.NotBefore - unit.Now < Together
                ? identifiers.TimeOrdered(draft.NotBefore)
                : identifiers.TimeOrdered()
        );
}
