using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Earnings;

/// <summary>
/// Every amount of the call side's book that counts: what calls earned and paid when they were settled, and each later change, piece by piece.
/// Each read is short; whoever walks takes the next piece until there is none.
/// </summary>
public sealed class ListCallEntries(Database database)
{
    /// <param name="range">First amounts by arrival, changes by their effective day.</param>
    /// <param name="zone">Of the effective days.</param>
    /// <param name="recordedUntil">Changes recorded later are left out.</param>
    /// <returns>A piece, which may be empty, and the place behind it; null behind the last.</returns>
    public async Task<Result<(IReadOnlyList<CallEntry> Entries, CallEntryPlace? Next)>> RunAsync(
        Actor actor,
        TimeRange range,
        TimeZoneInfo zone,
        Instant recordedUntil,
        CallEntryPlace place,
        int limit,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(
            c =>
                place.InChanges
                    ? CallEntriesSql.ListChangesAsync(c, range, zone, recordedUntil, place, limit)
                    : CallEntriesSql.ListFirstAsync(c, range, place, limit),
            cancellation
        );
    }
}
