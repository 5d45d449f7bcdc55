using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Adjustments;
using Ringpost.CallTracking.Annotations;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Recordings;
using Ringpost.Storage;

namespace Ringpost.CallTracking.CallTables;

/// <summary>What a column needs beside the call's own row; asked for once per page of calls, and only where a column needs it.</summary>
[Flags]
internal enum CallFactKinds
{
    None = 0,
    Legs = 1,
    Requests = 2,
    Annotations = 4,
    Copies = 8,
}

/// <summary>What is known of one call beside its row.</summary>
internal sealed record CallFacts(IReadOnlyList<LegFact> Legs, RequestFact? Requests, bool Annotated, bool Copied)
{
    public static readonly CallFacts None = new([], null, false, false);
}

internal sealed record LegFact
{
    public string CallId { get; init; } = "";
    public long Leg { get; init; }
    public string RouteId { get; init; } = "";
    public string Destination { get; init; } = "";
    public bool Connected { get; init; }
}

/// <summary>The adjustment requests of a call and what the approved ones changed, in millionths.</summary>
internal sealed record RequestFact
{
    public string CallId { get; init; } = "";
    public long Requested { get; init; }
    public long Approved { get; init; }
    public long Declined { get; init; }
    public long Amount { get; init; }
}

internal static class CallFactsSql
{
    public static async Task<IReadOnlyDictionary<CallId, CallFacts>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        CallScope scope,
        IReadOnlyList<CallRow> rows,
        CallFactKinds kinds
    )
    {
        if (kinds == CallFactKinds.None || rows.Count == 0)
            return rows.ToDictionary(r => r.Id, _ => CallFacts.None);
        var among = dialect == Dialect.Sqlite ? "IN @ids" : "= ANY(@ids)";
        var parameters = new
        {
            own = scope.Own,
            ids = rows.Select(r => r.Id.Value).ToArray(),
            approved = nameof(RequestState.Approved),
            declined = nameof(RequestState.Declined),
            annotation = AnnotateCall.TagType,
            copied = nameof(RecordingState.Copied),
        };
        var legs = (
            kinds.HasFlag(CallFactKinds.Legs)
                ? await connection.QueryAsync<LegFact>(
                    scope.Sql
                        + "SELECT call_id AS CallId, leg AS Leg, route_id AS RouteId, destination AS Destination, connected AS Connected FROM call_legs "
                        + $"WHERE call_id {among} ORDER BY call_id, leg",
                    parameters
                )
                : []
        ).ToLookup(l => l.CallId);
        var requests = (
            kinds.HasFlag(CallFactKinds.Requests)
                ? await connection.QueryAsync<RequestFact>(
                    "SELECT r.call_id AS CallId, COUNT(*) AS Requested, CAST(SUM(CASE WHEN r.state = @approved THEN 1 ELSE 0 END) AS bigint) AS Approved, "
                        + "CAST(SUM(CASE WHEN r.state = @declined THEN 1 ELSE 0 END) AS bigint) AS Declined, "
                        + "CAST(COALESCE(SUM(a.revenue_change), 0) AS bigint) AS Amount "
                        + $"FROM call_adjustment_requests r LEFT JOIN call_adjustments a ON a.id = r.adjustment_id WHERE r.call_id {among} GROUP BY r.call_id",
                    parameters
                )
                : []
        ).ToDictionary(r => r.CallId, StringComparer.Ordinal);
        var annotated = (
            kinds.HasFlag(CallFactKinds.Annotations)
                ? await connection.QueryAsync<string>(
                    $"SELECT DISTINCT call_id FROM call_tags WHERE call_id {among} AND type = @annotation",
                    parameters
                )
                : []
        ).ToHashSet(StringComparer.Ordinal);
        var copies = (
            kinds.HasFlag(CallFactKinds.Copies)
                ? await connection.QueryAsync<string>(
                    $"SELECT call_id FROM call_recordings WHERE call_id {among} AND state = @copied",
                    parameters
                )
                : []
        ).ToHashSet(StringComparer.Ordinal);
        return rows.ToDictionary(
            r => r.Id,
            r => new CallFacts(
                [.. legs[r.Id.Value]],
                requests.GetValueOrDefault(r.Id.Value),
                annotated.Contains(r.Id.Value),
                copies.Contains(r.Id.Value)
            )
        );
    }
}
