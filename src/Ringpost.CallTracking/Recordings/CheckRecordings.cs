using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Recordings;

/// <summary>Whether recordings are copied: some were given up, or are due and nobody takes them.</summary>
public sealed class CheckRecordings(Database database)
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    public async Task<Result<CheckFinding>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var counts = await database.ReadAsync(
            c =>
                c.QuerySingleAsync<Counts>(
                    "SELECT (SELECT count(*) FROM call_recordings WHERE state = 'Failed') AS Failed, "
                        + "(SELECT count(*) FROM call_recordings WHERE next_attempt_at <= @late AND state = 'Waiting') AS Late, "
                        + "(SELECT count(*) FROM call_recordings WHERE next_attempt_at <= @late AND state = 'Erasing') AS Erasing",
                    new { late = database.Now - Late }
                ),
            cancellation
        );
        return counts switch
        {
            { Late: > 0 } => new CheckFinding(
                "recordings",
                false,
                $"{counts.Late} copies have been due for more than ten minutes: nobody makes them. Run a node with the role worker."
            ),
            { Erasing: > 0 } => new CheckFinding(
                "recordings",
                false,
                $"{counts.Erasing} recordings of erased callers could not be deleted yet. Look at the log of the node with the role worker, and at the store."
            ),
            { Failed: > 0 } => new CheckFinding(
                "recordings",
                false,
                $"{counts.Failed} copies were given up. The reasons stand under Settings, Recordings."
            ),
            _ => new CheckFinding("recordings", true, "every copy is made"),
        };
    }

    private sealed record Counts
    {
        public long Failed { get; init; }
        public long Late { get; init; }
        public long Erasing { get; init; }
    }
}
