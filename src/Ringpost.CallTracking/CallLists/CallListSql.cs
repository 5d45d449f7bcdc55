using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallLists;

internal static class CallListSql
{
    // Ledger rows are few beside calls: joined by call, never summed over all.
    private const string Columns =
        "c.id AS Id, c.arrived_at AS ArrivedAt, c.caller AS Caller, c.dialed AS Dialed, c.number_id AS NumberId, c.campaign_id AS CampaignId, "
        + "c.publisher_id AS PublisherId, c.target_id AS TargetId, c.buyer_id AS BuyerId, c.live AS Live, c.connected AS Connected, "
        + "c.converted AS Converted, c.paid AS Paid, c.duplicate AS Duplicate, c.previously_connected AS PreviouslyConnected, c.blocked AS Blocked, c.incomplete AS Incomplete, c.test AS Test, c.uncounted AS Uncounted, c.history AS History, "
        + "c.call_seconds AS CallSeconds, c.connected_seconds AS ConnectedSeconds, c.currency AS Currency, c.ended_by AS EndedBy, "
        + "c.connected_at AS ConnectedAt, c.ended_at AS EndedAt, c.recording_url AS RecordingUrl, "
        + "c.recovered AS Recovered, c.cost AS Cost, c.cost_currency AS CostCurrency, "
        + "c.conversion_reason AS ConversionReason, c.payout_reason AS PayoutReason, c.block_reason AS BlockReason, c.incomplete_reason AS IncompleteReason, "
        + "c.payout_earlier_id AS PayoutEarlierId, c.payout_earlier_at AS PayoutEarlierAt, c.payout_window AS PayoutWindow, c.attestation AS Attestation, "
        + "c.revenue + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue'), 0) AS Revenue, "
        + "c.payout + COALESCE((SELECT CAST(SUM(l.amount) AS bigint) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout'), 0) AS Payout, "
        + "(SELECT COUNT(*) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'revenue') AS RevenueEntries, "
        + "(SELECT COUNT(*) FROM call_ledger l WHERE l.call_id = c.id AND l.side = 'payout') AS PayoutEntries";

    /// <summary>Stands in every statement that counts calls or sums up what they earned: tests and another tracker's calls are in none.</summary>
    public const string Counted = "c.uncounted = 0 AND c.history = 0";

    /// <summary>Stands in every statement over calls by <see cref="CallCriteria.Parameters"/>.</summary>
    public static string Where(CallCriteria criteria) =>
        "c.arrived_at >= @from AND c.arrived_at < @to"
        + (criteria.Filter.CallCampaignId is null ? "" : " AND c.campaign_id = @campaign")
        + (criteria.Filter.PublisherId is null ? "" : " AND c.publisher_id = @publisher")
        + (criteria.Filter.TargetId is null ? "" : $" AND {(criteria.OfLegs ? "g" : "c")}.target_id = @target")
        + (criteria.Filter.BuyerId is null ? "" : $" AND {(criteria.OfLegs ? "g" : "c")}.buyer_id = @buyer")
        + (criteria.Dialed is null ? "" : " AND c.dialed = @dialed")
        + (criteria.Caller is null ? "" : " AND c.caller = @caller")
        + (criteria.CallerPart is null ? "" : " AND c.caller LIKE @callerPart")
        // Another tracker's calls are seen by who asks for them.
        + (criteria.State == CallListState.History ? "" : " AND c.history = 0")
        + (criteria.State is { } state ? " AND " + Condition(state) : "")
        + criteria.Columns.And;

    /// <summary>In order of time, newest first unless said otherwise; the rows after the place (time and id of the last one).</summary>
    public static async Task<IReadOnlyList<CallRow>> ListAsync(
        DbConnection connection,
        CallCriteria criteria,
        (Instant At, string Id)? place,
        int limit,
        bool oldestFirst = false
    )
    {
        // The range begins at the place: a page far behind must not pass over all calls before it again.
        var parameters = (criteria with { Range = Behind(criteria.Range, place?.At, oldestFirst) }).Parameters();
        parameters.Add("limit", limit);
        if (place is { } last)
            parameters.AddDynamicParams(new { lastAt = last.At, lastId = last.Id });
        var (beyond, order) = oldestFirst ? (">", "ASC") : ("<", "DESC");
        return (
            await connection.QueryAsync<CallRow>(
                $"{criteria.Scope.Sql}SELECT {Columns} FROM calls c WHERE {Where(criteria)}"
                    + (place is null ? "" : $" AND (c.arrived_at {beyond} @lastAt OR (c.arrived_at = @lastAt AND c.id {beyond} @lastId))")
                    + $" ORDER BY c.arrived_at {order}, c.id {order} LIMIT @limit",
                parameters
            )
        ).AsList();
    }

    /// <summary>In a column's order, sorted over all calls of the criteria; the rows after the place.</summary>
    public static async Task<IReadOnlyList<CallRow>> SortAsync(
        DbConnection connection,
        CallCriteria criteria,
        CallSort sort,
        (Instant At, string Id, string Key)? place,
        int limit
    )
    {
        var parameters = criteria.Parameters();
        parameters.AddDynamicParams(new { limit, sortNames = sort.Names });
        if (place is { } last)
            parameters.AddDynamicParams(
                new
                {
                    lastAt = last.At,
                    lastId = last.Id,
                    lastKey = sort.Value(last.Key),
                }
            );
        var (beyond, order) = sort.SmallestFirst ? (">", "ASC") : ("<", "DESC");
        // Few rows are taken whole, only their place is computed for all.
        return (
            await connection.QueryAsync<CallRow>(
                $"{criteria.Scope.Sql}SELECT {Columns}, CAST(k.sort_key AS text) AS SortKey FROM ("
                    + $"SELECT s.id, s.arrived_at, s.sort_key FROM (SELECT c.id, c.arrived_at, {sort.Sql} AS sort_key FROM calls c WHERE {Where(criteria)}) s"
                    + (place is null ? "" : $" WHERE (s.sort_key, s.arrived_at, s.id) {beyond} (@lastKey, @lastAt, @lastId)")
                    + $" ORDER BY s.sort_key {order}, s.arrived_at {order}, s.id {order} LIMIT @limit) k JOIN calls c ON c.id = k.id "
                    + $"ORDER BY k.sort_key {order}, k.arrived_at {order}, k.id {order}",
                parameters
            )
        ).AsList();
    }

    /// <summary>Whether the criteria take in more than <paramref name="most"/> calls.</summary>
    public static async Task<bool> AreMoreAsync(DbConnection connection, CallCriteria criteria, long most)
    {
        var parameters = criteria.Parameters();
        parameters.Add("most", most + 1);
        return await connection.ExecuteScalarAsync<long>(
                $"{criteria.Scope.Sql}SELECT COUNT(*) FROM (SELECT 1 AS one FROM calls c WHERE {Where(criteria)} LIMIT @most) n",
                parameters
            ) > most;
    }

    /// <summary>The values that an expression has among the calls of a range.</summary>
    public static async Task<IReadOnlyList<string>> KeysAsync(DbConnection connection, CallScope scope, string sql, TimeRange range) =>
        (
            await connection.QueryAsync<string>(
                $"{scope.Sql}SELECT DISTINCT {sql} FROM calls c WHERE c.arrived_at >= @From AND c.arrived_at < @To",
                new
                {
                    own = scope.Own,
                    range.From,
                    range.To,
                }
            )
        ).AsList();

    private static TimeRange Behind(TimeRange range, Instant? place, bool oldestFirst)
    {
        if (place is not { } at)
            return range;
        if (oldestFirst)
            return at > range.From ? range with { From = at } : range;
        var end = new Instant(at.UnixMilliseconds + 1);
        return end < range.To ? range with { To = end } : range;
    }

    public static Task<CallRow?> FindAsync(DbConnection connection, CallScope scope, CallId id) =>
        connection.QuerySingleOrDefaultAsync<CallRow>(
            $"{scope.Sql}SELECT {Columns} FROM calls c WHERE c.id = @id",
            new { id, own = scope.Own }
        );

    /// <summary>Those of the calls that are in the scope, newest first.</summary>
    public static async Task<IReadOnlyList<CallRow>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        CallScope scope,
        IReadOnlyCollection<string> ids,
        int most
    ) =>
        (
            await connection.QueryAsync<CallRow>(
                $"{scope.Sql}SELECT {Columns} FROM calls c WHERE c.id {(dialect == Dialect.Sqlite ? "IN @ids" : "= ANY(@ids)")} "
                    + "ORDER BY c.arrived_at DESC, c.id DESC LIMIT @most",
                new
                {
                    ids = ids.ToArray(),
                    own = scope.Own,
                    most,
                }
            )
        ).AsList();

    public static async Task<IReadOnlyList<LegRow>> LegsAsync(DbConnection connection, CallScope scope, CallId id) =>
        (
            await connection.QueryAsync<LegRow>(
                scope.Sql
                    + "SELECT leg AS Leg, target_id AS TargetId, buyer_id AS BuyerId, destination AS Destination, dialed_at AS DialedAt, answered AS Answered, "
                    + "answered_at AS AnsweredAt, ended_at AS EndedAt, connected_seconds AS ConnectedSeconds, outcome AS Outcome, converted AS Converted, "
                    + "revenue AS Revenue, conversion_reason AS ConversionReason, convert_on AS ConvertOn, convert_revenue AS Terms, convert_seconds AS ConvertSeconds, "
                    + "convert_timer_start AS TimerStart, convert_lengths AS Lengths, convert_dedupe AS Dedupe, "
                    + "earlier_call_id AS EarlierCallId, earlier_at AS EarlierAt FROM call_legs WHERE call_id = @id ORDER BY leg",
                new { id, own = scope.Own }
            )
        ).AsList();

    public static async Task<IReadOnlyList<EventRow>> EventsAsync(DbConnection connection, CallId id) =>
        (
            await connection.QueryAsync<EventRow>(
                "SELECT name AS Name, at AS At, fields AS Fields FROM call_events WHERE call_id = @id ORDER BY seq",
                new { id }
            )
        ).AsList();

    public static async Task<IReadOnlyList<CallTag>> TagsAsync(DbConnection connection, CallId id) =>
        [
            .. (
                await connection.QueryAsync<(string Type, string Name, string Value, string Source)>(
                    "SELECT type AS Type, name AS Name, value AS Value, source AS Source FROM call_tags WHERE call_id = @id ORDER BY type, name",
                    new { id }
                )
            ).Select(t => new CallTag(t.Type, t.Name, t.Value) { Source = t.Source }),
        ];

    private const string Disputed =
        "EXISTS (SELECT 1 FROM call_adjustment_requests r WHERE r.call_id = c.id AND r.state = 'Pending' AND r.cause IS NOT NULL)";

    /// <summary>The call's amounts may still change. In both databases never NULL, so that a call is one or the other.</summary>
    public const string Pending = "(c.live = 0 AND (c.converted = 1 OR c.paid = 1) AND (c.arrived_at > @heldSince OR " + Disputed + "))";

    private static string Condition(CallListState state) =>
        state switch
        {
            CallListState.Live => "c.live = 1",
            CallListState.Completed => "c.live = 0 AND c.blocked = 0 AND c.incomplete = 0",
            CallListState.Connected => "c.connected = 1",
            CallListState.Converted => "c.converted = 1",
            CallListState.NotConverted => "c.converted = 0 AND c.live = 0",
            CallListState.Paid => "c.paid = 1",
            CallListState.NotPaid => "c.paid = 0 AND c.live = 0",
            CallListState.Duplicate => "c.duplicate = 1",
            CallListState.Blocked => "c.blocked = 1",
            CallListState.Test => "c.test = 1",
            CallListState.History => "c.history = 1",
            CallListState.Pending => Pending,
            CallListState.Disputed => Disputed,
            CallListState.Final => $"c.live = 0 AND NOT {Pending}",
            CallListState.Incomplete => "c.live = 0 AND c.incomplete = 1",
            _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
        };
}
