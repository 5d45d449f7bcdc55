using System.Data.Common;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Caps;

/// <summary>A cap with the counter of the period that a moment falls into.</summary>
internal static class CapNow
{
    public static async Task<CapAnswer> ReadAsync(DbConnection connection, Cap cap, Instant now)
    {
        var period = CapPeriodRule.Of(cap, now);
        var count = period is { } counted ? await CapCountersSql.ReadAsync(connection, new CapSlot(cap, counted).Key) : null;
        return CapAnswer.Of(cap, period, count);
    }
}
