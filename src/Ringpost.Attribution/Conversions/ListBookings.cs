using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

/// <summary>What was booked in a range of time, oldest event first, page by page.</summary>
public sealed class ListBookings(Database database)
{
    /// <param name="place">Time and id of the last one of the page before; null begins.</param>
    /// <param name="limit">1 to 5000.</param>
    public async Task<Result<IReadOnlyList<BookedConversion>>> RunAsync(
        Actor actor,
        TimeRange range,
        (Instant At, ConversionId Id)? place,
        int limit,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        return await database.ReadAsync<Result<IReadOnlyList<BookedConversion>>>(
            async c =>
                (BookedConversion[])
                    [.. await BookingsSql.ListAsync(c, range, place ?? (new Instant(long.MinValue), default), Math.Clamp(limit, 1, 5000))],
            cancellation
        );
    }
}
