using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Outbox;

/// <summary>Whether what is due is sent: a delivery that nobody took for minutes has no worker, or more wait than one sends.</summary>
public sealed class CheckOutbox(Database database)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    public async Task<Result<CheckFinding>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var now = database.Now;
        var due = await database.ReadAsync(
            c =>
                c.QuerySingleAsync<Due>(
                    "SELECT count(*) AS Count, CAST(COALESCE(min(next_attempt_at), 0) AS bigint) AS Oldest FROM open_deliveries "
                        + "WHERE state = 'pending' AND next_attempt_at <= @now AND COALESCE(claimed_until, 0) <= @now",
                    new { now }
                ),
            cancellation
        );
        var oldest = new Instant(due.Oldest);
        return due.Count == 0 ? new CheckFinding("outbox", true, "nothing is due")
            : oldest + Late > now ? new CheckFinding("outbox", true, $"{due.Count} deliveries are due, the first since {oldest} UTC")
            : new CheckFinding(
                "outbox",
                false,
                $"{due.Count} deliveries are due, the first since {oldest} UTC: nobody sends them, or not fast enough. Run a node with the role worker."
            );
    }

    private sealed record Due(long Count, long Oldest);
}
