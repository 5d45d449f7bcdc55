using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Caps;

/// <summary>Reads how caps stand, for those who look and do not decide.</summary>
internal static class CapsNowSql
{
    private const string Over = "NOT EXISTS (SELECT 1 FROM calls c WHERE c.id = s.call_id AND c.live = 1)";

    /// <summary>Null where there is no such target, buyer or publisher.</summary>
    public static async Task<CapOwner?> FindAsync(DbConnection connection, CapOwnerKind kind, string id) =>
        kind switch
        {
            CapOwnerKind.Target => await TargetsSql.FindEvenArchivedAsync(connection, new TargetId(id)) is { } target
                ? CapOwner.Of(target)
                : null,
            CapOwnerKind.Buyer => await BuyersSql.FindEvenArchivedAsync(connection, new BuyerId(id)) is { } buyer
                ? CapOwner.Of(buyer)
                : null,
            CapOwnerKind.Publisher => await PublishersSql.FindEvenArchivedAsync(connection, new PublisherId(id)) is { } publisher
                ? CapOwner.Of(publisher)
                : null,
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    /// <param name="isIn">How the dialect asks for one of <c>@owners</c>.</param>
    public static async Task<CallCapsAnswer> ReadAsync(DbConnection connection, CapOwner owner, Instant now, string isIn)
    {
        var instance = await Instance.ReadAsync(connection);
        var stands = new List<CapStand>();
        foreach (var (stand, isCounted) in await StandsAsync(connection, [owner], instance, now, isIn))
            stands.Add(
                isCounted
                    ? stand
                    : stand with
                    {
                        Used = await CapUsageSql.CountAsync(connection, owner, stand.Line.Measure, stand.Key.Currency, stand.Range),
                    }
            );
        var slots = await connection.QuerySingleAsync<(long Used, long Leaked)>(
            $"SELECT COUNT(*), COUNT(CASE WHEN {Over} THEN 1 END) FROM call_slots s WHERE cap = @Id",
            new { owner.Id }
        );
        return new CallCapsAnswer(
            owner.Caps.Zone(instance.Zone).Id,
            [
                .. stands
                    .OrderBy(s => s.Line.Measure)
                    .ThenBy(s => s.Line.Period)
                    .ThenBy(s => s.Key.Currency, StringComparer.Ordinal)
                    .Select(CallCapAnswer.Of),
            ],
            owner.Concurrency is { } limit ? new ConcurrencyAnswer(limit, slots.Used, slots.Leaked) : null
        );
    }

    /// <summary>
    /// Everyone's caps at once. A counter that is missing has counted nothing: it is made when its cap is set and by the first call of a period.
    /// </summary>
    public static async Task<CapBoard> BoardAsync(DbConnection connection, CallConfiguration configuration, Instant now, Dialect dialect)
    {
        CapOwner[] owners =
        [
            .. configuration
                .Targets.Values.Where(t => t.Enabled)
                .Select(CapOwner.Of)
                .Concat(configuration.Buyers.Values.Where(b => b.Enabled).Select(CapOwner.Of))
                .Concat(configuration.Publishers.Values.Where(p => p.Enabled).Select(CapOwner.Of))
                .Where(o => o.HasCaps),
        ];
        if (owners.Length == 0)
            return CapBoard.Empty;
        var isIn = dialect == Dialect.Sqlite ? "IN @owners" : "= ANY(@owners)";
        var stands = await StandsAsync(connection, owners, await Instance.ReadAsync(connection), now, isIn);
        var slots = await connection.QueryAsync<(string Owner, long Used)>(
            $"SELECT cap, COUNT(*) FROM call_slots WHERE cap {isIn} GROUP BY cap",
            new { owners = owners.Select(o => o.Id).ToArray() }
        );
        return new CapBoard(
            owners,
            [.. stands.Select(s => s.Stand)],
            slots.ToDictionary(s => s.Owner, s => s.Used, StringComparer.Ordinal)
        );
    }

    /// <summary>
    /// Each cap of the owners once; one on money in the instance's currency and in each other that its owner counts or holds. 0 is used of one
    /// that has no counter.
    /// </summary>
    private static async Task<IEnumerable<(CapStand Stand, bool IsCounted)>> StandsAsync(
        DbConnection connection,
        IReadOnlyCollection<CapOwner> owners,
        Instance instance,
        Instant now,
        string isIn
    )
    {
        var ids = owners.Select(o => o.Id).ToArray();
        var counters = await CapCountersSql.ReadAsync(connection, ids, now, isIn);
        var places = await CapPlacesSql.ReadAsync(connection, ids, isIn);
        var counted = counters.Keys.ToLookup(k => k.Owner, k => k.Currency, StringComparer.Ordinal);
        return owners.SelectMany(owner =>
            counted[owner.Id]
                .Concat(places[owner.Id].Select(p => p.Currency))
                .Where(c => c.Length > 0)
                .Append(instance.Currency.Code)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .SelectMany(currency =>
                    CapStand
                        .Wanted([owner], instance.Zone, now, currency)
                        .Select(w => w with { Used = counters.GetValueOrDefault(w.Key), Held = CapStand.HeldIn(places, w, currency) })
                )
                .DistinctBy(s => s.Key)
                .Select(s => (s, counters.ContainsKey(s.Key)))
        );
    }

    /// <summary>Gives back what calls that are over still have: slots and places that leaked.</summary>
    public static Task<int> FreeAsync(WriteUnit unit, string owner) =>
        unit.Connection.ExecuteAsync($"DELETE FROM call_slots AS s WHERE (cap = @owner OR owner = @owner) AND {Over}", new { owner });

    /// <summary>Slots and places of calls that are over, or live for longer than any call lasts.</summary>
    public static Task<long> CountLeakedAsync(DbConnection connection, Instant longestAgo) =>
        connection.ExecuteScalarAsync<long>(
            $"SELECT COUNT(*) FROM call_slots s WHERE {Over} OR EXISTS (SELECT 1 FROM calls c WHERE c.id = s.call_id AND c.arrived_at < @longestAgo)",
            new { longestAgo }
        );
}
