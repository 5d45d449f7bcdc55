using System.Data.Common;
using System.Globalization;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Earnings;

internal static class CallEntriesSql
{
    private const string Change =
        "SELECT l.id AS Id, l.call_id AS CallId, l.side AS Side, l.amount AS Amount, l.currency AS Currency, l.recorded_at AS RecordedAt, "
        + "l.effective_day AS EffectiveDay, COALESCE(a.actor_name, l.actor_id) AS Who, l.reason AS Reason, c.arrived_at AS CallAt, "
        + "c.campaign_id AS CampaignId, c.publisher_id AS PublisherId, g.leg AS Leg, g.buyer_id AS BuyerId, "
        + $"CASE WHEN {CallListSql.Counted} THEN 1 ELSE 0 END AS Counted ";

    // Whose revenue is changed: the buyer's of the leg that earned last, else talked last, as in reports.
    private static readonly string Whose =
        "LEFT JOIN call_adjustments a ON a.id = l.adjustment_id "
        + $"LEFT JOIN call_legs g ON g.call_id = l.call_id AND l.side = 'revenue' AND {LegOfCall.Earned()} ";

    public static async Task<(IReadOnlyList<CallEntry> Entries, CallEntryPlace? Next)> ListFirstAsync(
        DbConnection connection,
        TimeRange range,
        CallEntryPlace place,
        int limit
    )
    {
        var rows = (
            await connection.QueryAsync<FirstRow>(
                // Spelled out as the index of calls with money has it.
                "SELECT c.id AS Id, c.arrived_at AS At, c.campaign_id AS CampaignId, c.publisher_id AS PublisherId, c.currency AS Currency, c.payout AS Payout, "
                    + "c.revenue AS OfCall, g.leg AS Leg, g.buyer_id AS BuyerId, g.revenue AS Revenue FROM ("
                    + "SELECT c.id, c.arrived_at, c.campaign_id, c.publisher_id, c.currency, c.revenue, c.payout FROM calls c "
                    + $"WHERE (c.revenue <> 0 OR c.payout <> 0) AND {CallListSql.Counted} AND c.arrived_at >= @from AND c.arrived_at < @To "
                    + "AND (c.arrived_at, c.id) > (@At, @CallId) ORDER BY c.arrived_at, c.id LIMIT @limit) c "
                    + "LEFT JOIN call_legs g ON g.call_id = c.id AND g.revenue <> 0 ORDER BY c.arrived_at, c.id, g.leg",
                new
                {
                    from = place.At > range.From ? place.At : range.From,
                    range.To,
                    place.At,
                    place.CallId,
                    limit,
                }
            )
        ).AsList();
        var entries = new List<CallEntry>(rows.Count * 2);
        var calls = 0;
        foreach (var call in rows.GroupBy(r => r.Id.Value))
        {
            calls++;
            var first = call.First();
            if (first.Payout != 0)
                entries.Add(first.ToPayout());
            entries.AddRange(call.Where(r => r.Leg is not null).Select(r => r.ToRevenue(r.Leg, r.BuyerId, r.Revenue ?? 0)));
            // What the call earned and no leg of it did is nobody's, but reports show it.
            if (first.OfCall - call.Sum(r => r.Revenue ?? 0) is not 0 and var rest)
                entries.Add(first.ToRevenue(null, null, rest));
        }

        return (entries, calls < limit ? CallEntryPlace.Changes : new CallEntryPlace(false, rows[^1].At, rows[^1].Id.Value, 0));
    }

    public static async Task<(IReadOnlyList<CallEntry> Entries, CallEntryPlace? Next)> ListChangesAsync(
        DbConnection connection,
        TimeRange range,
        TimeZoneInfo zone,
        Instant recordedUntil,
        CallEntryPlace place,
        int limit
    )
    {
        var rows = (
            await connection.QueryAsync<ChangeRow>(
                $"{Change}FROM call_ledger l JOIN calls c ON c.id = l.call_id {Whose}WHERE l.id > @Change ORDER BY l.id LIMIT @limit",
                new { place.Change, limit }
            )
        ).AsList();
        var first = range.From.UnixMilliseconds <= 0 ? "" : Day(range.From, zone);
        var last = Day(new Instant(range.To.UnixMilliseconds - 1), zone);
        return (
            [
                .. rows.Where(r =>
                        r.Counted
                        && r.Amount != 0
                        && r.RecordedAt <= recordedUntil
                        && string.CompareOrdinal(r.EffectiveDay, first) >= 0
                        && string.CompareOrdinal(r.EffectiveDay, last) <= 0
                    )
                    .Select(r => r.ToEntry()),
            ],
            rows.Count < limit ? null : place with { Change = rows[^1].Id }
        );
    }

    /// <summary>All amounts of the calls that arrived in the range, whenever a change counts: what reports show of them.</summary>
    public static async Task<IReadOnlyList<CallEntry>> ListOfCallsAsync(DbConnection connection, TimeRange range)
    {
        var all = new List<CallEntry>();
        for (var place = CallEntryPlace.Start; place is { InChanges: false }; )
        {
            (var entries, place) = await ListFirstAsync(connection, range, place, 2000);
            all.AddRange(entries);
        }

        var changes = await connection.QueryAsync<ChangeRow>(
            // CROSS has SQLite begin with the calls of the range.
            $"{Change}FROM calls c CROSS JOIN call_ledger l {Whose}WHERE l.call_id = c.id AND c.arrived_at >= @From AND c.arrived_at < @To",
            new { range.From, range.To }
        );
        all.AddRange(changes.Where(c => c.Counted).Select(c => c.ToEntry()));
        return all;
    }

    /// <summary>When the first call and the last one came; null without calls.</summary>
    public static async Task<(Instant First, Instant Last)?> SpanAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT MIN(arrived_at) FROM calls") is { } first
        && await connection.ExecuteScalarAsync<long?>("SELECT MAX(arrived_at) FROM calls") is { } last
            ? (new Instant(first), new Instant(last))
            : null;

    private static string Day(Instant at, TimeZoneInfo zone) =>
        TimeZones.InZone(at, zone).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Currency Read(string text) => Currency.TryParse(text, out var currency) ? currency : Currency.Usd;

    private static string LegKey(CallId call, long? leg) => string.Create(CultureInfo.InvariantCulture, $"{call}/{leg ?? 0}");

    // Properties, not constructors: SQLite knows no type of a column of an outer join before it has a row.
    private sealed record FirstRow
    {
        public CallId Id { get; init; }
        public Instant At { get; init; }
        public CallCampaignId CampaignId { get; init; }
        public string? PublisherId { get; init; }
        public string Currency { get; init; } = "";
        public long Payout { get; init; }
        public long OfCall { get; init; }
        public long? Leg { get; init; }
        public string? BuyerId { get; init; }
        public long? Revenue { get; init; }

        public CallEntry ToPayout() =>
            new(
                CallEntryKind.Payout,
                Id.Value,
                true,
                Id,
                At,
                CampaignId,
                PublisherId,
                Payout,
                Read(Currency),
                Id.Value,
                null,
                null,
                null,
                null
            );

        public CallEntry ToRevenue(long? leg, string? buyer, long amount) =>
            new(
                CallEntryKind.Leg,
                LegKey(Id, leg),
                false,
                Id,
                At,
                CampaignId,
                buyer,
                amount,
                Read(Currency),
                LegKey(Id, leg),
                null,
                null,
                null,
                null
            );
    }

    private sealed record ChangeRow
    {
        public long Id { get; init; }
        public CallId CallId { get; init; }
        public string Side { get; init; } = "";
        public long Amount { get; init; }
        public string Currency { get; init; } = "";
        public Instant RecordedAt { get; init; }
        public string EffectiveDay { get; init; } = "";
        public string Who { get; init; } = "";
        public string Reason { get; init; } = "";
        public Instant CallAt { get; init; }
        public CallCampaignId CampaignId { get; init; }
        public string? PublisherId { get; init; }
        public long? Leg { get; init; }
        public string? BuyerId { get; init; }
        public bool Counted { get; init; }

        public CallEntry ToEntry()
        {
            var isPayout = Side == "payout";
            return new CallEntry(
                CallEntryKind.Change,
                Id.ToString(CultureInfo.InvariantCulture),
                isPayout,
                CallId,
                CallAt,
                CampaignId,
                isPayout ? PublisherId : BuyerId,
                Amount,
                Read(Currency),
                isPayout ? CallId.Value : LegKey(CallId, Leg),
                EffectiveDay,
                RecordedAt,
                Who,
                Reason
            );
        }
    }
}
