using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>
/// Counts from the stored conversions what a period of a cap has used up: when a cap is made or its period changes, and when a person asks for
/// it. Clicks are not counted from before: a click cap counts from its making on.
/// </summary>
internal static class CapCounting
{
    // Reads of a bounded length: no reading transaction lives long (architecture 4.13).
    private const long Chunk = 200_000;

    /// <summary>What was stored before; <paramref name="CountedTo"/> is the last conversion that was looked at.</summary>
    public readonly record struct Before(long Used, long CountedTo);

    public static async Task<Before> BeforeAsync(
        Database database,
        Cap cap,
        CapPeriod? period,
        bool leaveOutReturned,
        CancellationToken cancellation
    )
    {
        if (cap.Type == CapType.Click || period is not { } counted)
            return default;
        var last = await database.ReadAsync(c => c.ExecuteScalarAsync<long>("SELECT COALESCE(max(id), 0) FROM conversions"), cancellation);
        var used = 0L;
        for (var from = 0L; from < last; from += Chunk)
        {
            var (after, upTo) = (from, Math.Min(from + Chunk, last));
            used += await database.ReadAsync(c => CountAsync(c, cap, counted, after, upTo, leaveOutReturned), cancellation);
        }

        return new Before(used, last);
    }

    /// <summary>With what came in the meantime; sets the counter and says when it was met.</summary>
    public static async Task PutAsync(WriteUnit unit, Cap cap, CapPeriod? period, Before before, bool leaveOutReturned)
    {
        if (period is not { } counted)
            return;
        var standing = await CapCountersSql.ReadAsync(unit.Connection, new CapSlot(cap, counted).Key);
        var used =
            cap.Type == CapType.Click
                ? standing.Used
                : before.Used + await CountAsync(unit.Connection, cap, counted, before.CountedTo, long.MaxValue, leaveOutReturned);
        await CapCountersSql.PutAsync(unit, new CapSlot(cap, counted).Key, used, used >= cap.Limit ? standing.MetAt ?? unit.Now : null);
    }

    /// <summary>All that took a place in a period.</summary>
    public static Task<long> CountAllAsync(DbConnection connection, Cap cap, CapPeriod period, bool leaveOutReturned) =>
        CountAsync(connection, cap, period, 0, long.MaxValue, leaveOutReturned);

    /// <summary>What took a place: no test, nothing over a cap, nothing that waits for its sender to be believed.</summary>
    private static Task<long> CountAsync(DbConnection connection, Cap cap, CapPeriod period, long after, long upTo, bool leaveOutReturned)
    {
        var target = cap.Level switch
        {
            CapLevel.Offer => "c.offer_id = @TargetId",
            CapLevel.Campaign => "c.campaign_id = @TargetId",
            CapLevel.Contract => "c.campaign_id IN (SELECT k.id FROM offer_campaigns k JOIN offers o ON o.id = k.offer_id "
                + "WHERE COALESCE(k.contract_id, o.default_contract_id) = @TargetId)",
        };
        return connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM conversions c JOIN offer_events e ON e.id = c.event_id WHERE c.id > @after AND c.id <= @upTo AND c.at >= @from AND c.at < @to "
                + $"AND c.test = 0 AND c.cap_id IS NULL AND COALESCE(c.reason, '') <> 'UNVERIFIED SENDER' AND {target} "
                + (cap.EventId is null ? "AND e.type = 'macro' " : "AND c.event_id = @EventId ")
                + (leaveOutReturned ? "AND c.disposition NOT IN ('rejected', 'returned')" : ""),
            new
            {
                after,
                upTo,
                from = period.Start,
                to = period.End ?? new Instant(long.MaxValue),
                cap.TargetId,
                EventId = cap.EventId?.Value ?? 0,
            }
        );
    }
}
