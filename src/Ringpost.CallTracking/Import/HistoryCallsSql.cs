using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Import;

/// <summary>Rows of <c>calls</c> and <c>call_legs</c> of another tracker's log: settled when they are written, without events, pixels or ledger.</summary>
internal static class HistoryCallsSql
{
    private const string Carrier = HistoryCall.Carrier;

    /// <summary>What is stored of these calls, by Ringba's ids.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FindAsync(
        DbConnection connection,
        Dialect dialect,
        IEnumerable<string> ids
    ) =>
        (
            await connection.QueryAsync<Known>(
                "SELECT carrier_call_id AS Id, connected AS Connected, converted AS Converted, paid AS Paid, revenue AS Revenue, payout AS Payout "
                    + $"FROM calls WHERE carrier_id = '{Carrier}' AND carrier_call_id "
                    + (dialect == Dialect.Sqlite ? "IN (SELECT value FROM json_each(@ids))" : "= ANY(@ids)"),
                new { ids = dialect == Dialect.Sqlite ? (object)JsonSerializer.Serialize(ids) : ids.ToArray() }
            )
        ).ToDictionary(k => k.Id, k => k.Facts, StringComparer.Ordinal);

    public static async Task InsertAsync(WriteUnit unit, IReadOnlyList<HistoryCall> calls)
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, publisher_id, test, history, state, live, "
                + "blocked, incomplete, duplicate, previously_connected, connected, converted, paid, target_id, buyer_id, connected_at, ended_at, "
                + "ended_by, inbound_ended_at, call_seconds, connected_seconds, currency, revenue, payout, conversion_decided, payout_decided, plan, payout_terms) "
                + Rows(
                    unit,
                    $"c.id, '{Carrier}', c.ringba, c.at, c.caller, c.dialed, c.number, c.campaign, c.publisher, 0, 1, c.state, 0, c.blocked, c.incomplete, c.duplicate, "
                        + "c.previously, c.connected, c.converted, c.paid, c.target, c.buyer, c.connected_at, c.ended_at, c.ended_by, c.ended_at, c.seconds, "
                        + "c.connected_seconds, c.currency, c.revenue, c.payout, 1, 1, '[]', '[]'",
                    "id text, ringba text, at bigint, caller text, dialed text, number text, campaign text, publisher text, state text, blocked bigint, incomplete bigint, "
                        + "duplicate bigint, previously bigint, connected bigint, converted bigint, paid bigint, target text, buyer text, connected_at bigint, "
                        + "ended_at bigint, ended_by text, seconds bigint, connected_seconds bigint, currency text, revenue bigint, payout bigint"
                ),
            new { json = JsonSerializer.Serialize(calls.Select(Call)) }
        );
        // Caps and restrictions ask legs: the one that took the call, or was dialled last.
        var dialled = calls.Where(c => c.Target is not null).ToList();
        if (dialled.Count == 0)
            return;
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_legs (call_id, leg, route_id, target_id, buyer_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, "
                + "convert_revenue, dialed_at, rang, answered, answered_at, ended_at, connected, connected_seconds, converted, revenue, ringing_seen, answered_seen, "
                + "progress_seen) "
                + Rows(
                    unit,
                    "c.id, 1, '', c.target, c.buyer, 'Number', '', 'Dialed', 0, 'Connected', 0, c.at, 1, c.connected, c.connected_at, c.ended_at, c.connected, "
                        + "c.connected_seconds, c.converted, c.revenue, 0, 0, 0",
                    "id text, at bigint, target text, buyer text, connected bigint, connected_at bigint, ended_at bigint, connected_seconds bigint, converted bigint, "
                        + "revenue bigint"
                ),
            new { json = JsonSerializer.Serialize(dialled.Select(Call)) }
        );
    }

    /// <summary>One statement however many rows, on either database: the columns of a JSON list.</summary>
    private static string Rows(WriteUnit unit, string columns, string types) =>
        unit.Pick(
            $"SELECT {System.Text.RegularExpressions.Regex.Replace(columns, @"\bc\.(\w+)", "value ->> '$1'")} FROM json_each(@json) WHERE true",
            $"SELECT {columns} FROM jsonb_to_recordset(CAST(@json AS jsonb)) AS c ({types})"
        );

    private static object Call(HistoryCall c) =>
        new
        {
            id = c.Id.Value,
            ringba = c.RingbaId,
            at = c.At.UnixMilliseconds,
            caller = c.Caller,
            dialed = c.Dialed,
            number = c.NumberId,
            campaign = c.Campaign.Id.Value,
            publisher = c.Publisher?.Value,
            state = (c.Blocked ? CallState.Blocked : CallState.Ended).ToString(),
            blocked = Bit(c.Blocked),
            incomplete = Bit(c.Incomplete),
            duplicate = Bit(c.Duplicate),
            previously = Bit(c.PreviouslyConnected),
            connected = Bit(c.Connected),
            converted = Bit(c.Converted),
            paid = Bit(c.Paid),
            target = c.Target?.Value,
            buyer = c.Buyer?.Value,
            connected_at = c.ConnectedAt?.UnixMilliseconds,
            ended_at = (c.EndedAt ?? c.At).UnixMilliseconds,
            ended_by = c.EndedBy?.ToString(),
            seconds = c.Seconds,
            connected_seconds = c.ConnectedSeconds,
            currency = c.Campaign.Currency.Code,
            revenue = c.Revenue,
            payout = c.Payout,
        };

    private static long Bit(bool flag) => flag ? 1 : 0;

    private sealed record Known(string Id, bool Connected, bool Converted, bool Paid, long Revenue, long Payout)
    {
        public string Facts =>
            new HistoryCall(Id, default, "", "", "", null!, null, null, null)
            {
                Connected = Connected,
                Converted = Converted,
                Paid = Paid,
                Revenue = Revenue,
                Payout = Payout,
            }.Facts;
    }
}
