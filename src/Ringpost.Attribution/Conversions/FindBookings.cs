using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Attribution.Conversions;

/// <summary>What was booked under the named transaction ids, at whatever offer and event, in the order in which it was.</summary>
public sealed class FindBookings(Database database)
{
    public const int Most = 5000;

    public async Task<Result<IReadOnlyList<BookedConversion>>> RunAsync(
        Actor actor,
        IReadOnlyCollection<string> transactions,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.SeeRevenue))
            return new Forbidden(Permission.SeeRevenue);
        if (transactions.Count > Most)
            return new Invalid("transactions", $"At most {Most} at a time.");
        if (transactions.Count == 0)
            return Array.Empty<BookedConversion>();
        var asked = transactions.ToHashSet(StringComparer.Ordinal);
        return await database.ReadAsync<Result<IReadOnlyList<BookedConversion>>>(
            async c =>
                (BookedConversion[])
                    // A number stands for the text in the index: the text itself decides.
                    [.. (await BookingsSql.FindAsync(c, database.Dialect, asked)).Where(b => asked.Contains(b.TransactionId ?? ""))],
            cancellation
        );
    }
}
