using Microsoft.Extensions.Options;
using Ringpost.CallTracking.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Caps;

/// <summary>Whether each concurrency slot and each place in a cap belongs to a call that still runs.</summary>
public sealed class CheckCallSlots(Database database, IOptions<CallOptions> options)
{
    /// <summary>The timer that gives a call up may be late while a node starts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    public async Task<Result<CheckFinding>> RunAsync(Actor actor, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var longestAgo = database.Now - options.Value.LongestCall - Grace;
        var leaked = await database.ReadAsync(c => CapsNowSql.CountLeakedAsync(c, longestAgo), cancellation);
        return leaked == 0
            ? new CheckFinding("slots", true, "every concurrency slot belongs to a live call")
            : new CheckFinding(
                "slots",
                false,
                $"{leaked} concurrency slots or places in caps belong to calls that are over. Free them on the card of the target, buyer or publisher, "
                    + "Caps → Free leaked slots; a live call of over four hours is ended by the server: see that ringpost serve runs."
            );
    }
}
