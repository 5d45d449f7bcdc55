using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

/// <summary>
/// Every amount of the conversion side's book that counts as approved: first amounts, later changes, and what became or ceased to be approved,
/// piece by piece. What is pending stands in none; tests neither. They add up to what reports show of the same range.
/// </summary>
public sealed class ListConversionEntries(Database database)
{
    /// <param name="range">By the moment whose report carries the entry.</param>
    /// <param name="recordedUntil">What was recorded, or arrived, later is left out.</param>
    /// <returns>A piece, which may be empty, and the place behind it; null behind the last.</returns>
    public async Task<Result<(IReadOnlyList<ConversionEntry> Entries, ConversionEntryPlace? Next)>> RunAsync(
        Actor actor,
        TimeRange range,
        Instant recordedUntil,
        ConversionEntryPlace place,
        int limit,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync(
            c =>
                place.Part switch
                {
                    ConversionEntryKind.First => ConversionEntriesSql.ListFirstAsync(c, range, recordedUntil, place, limit),
                    ConversionEntryKind.Change => ConversionEntriesSql.ListChangesAsync(c, range, recordedUntil, place, limit),
                    ConversionEntryKind.Move => ConversionEntriesSql.ListMovesAsync(c, range, recordedUntil, place, limit),
                },
            cancellation
        );
    }
}
