using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Caps;

/// <summary>What a cap counts, counted from the stored legs and calls: a counter begins with it, and is proved by it.</summary>
internal static class CapUsageSql
{
    public static async Task<long> CountAsync(
        DbConnection connection,
        CapOwner owner,
        CapMeasure measure,
        string currency,
        TimeRange range
    ) =>
        await connection.ExecuteScalarAsync<long>(
            owner.Kind switch
            {
                CapOwnerKind.Target => OfLegs("target_id", owner, measure),
                CapOwnerKind.Buyer => OfLegs("buyer_id", owner, measure),
                CapOwnerKind.Publisher => OfCalls(measure),
                _ => throw new ArgumentOutOfRangeException(nameof(owner)),
            },
            new
            {
                id = owner.Id,
                from = range.From,
                to = range.To,
                currency,
            }
        );

    private static string OfLegs(string column, CapOwner owner, CapMeasure measure) =>
        measure == CapMeasure.Money
            ? "SELECT CAST(COALESCE(SUM(l.revenue), 0) AS bigint) FROM call_legs l JOIN calls c ON c.id = l.call_id "
                + $"WHERE l.{column} = @id AND l.dialed_at >= @from AND l.dialed_at < @to AND c.currency = @currency"
            : $"SELECT COUNT(*) FROM call_legs WHERE {column} = @id AND dialed_at >= @from AND dialed_at < @to AND "
                + owner.Caps.CountOn switch
                {
                    // A test call comes to nothing, but it connects.
                    CapCountOn.Connect =>
                        "connected = 1 AND EXISTS (SELECT 1 FROM calls c WHERE c.id = call_legs.call_id AND c.uncounted = 0)",
                    CapCountOn.Revenue => "revenue > 0",
                    CapCountOn.Convert or null => "converted = 1",
                    _ => throw new ArgumentOutOfRangeException(nameof(owner)),
                };

    private static string OfCalls(CapMeasure measure) =>
        measure == CapMeasure.Money
            ? "SELECT CAST(COALESCE(SUM(payout), 0) AS bigint) FROM calls WHERE publisher_id = @id AND arrived_at >= @from AND arrived_at < @to "
                + "AND currency = @currency"
            : "SELECT COUNT(*) FROM calls WHERE publisher_id = @id AND arrived_at >= @from AND arrived_at < @to AND paid = 1";
}
