using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Bench.Reports;

/// <summary>
/// Calls of 20 campaigns, 50 publishers and 40 targets, evenly over a time, in the product's own tables: each dialed once, seven of ten
/// connected, half converted, every twentieth adjusted afterwards.
/// </summary>
internal static class CallFill
{
    private const int AtOnce = 100_000;

    // Columns in one order for both databases; n is the row's number, r a random one.
    private const string Calls =
        "SELECT 'c' || (10000000 + n), 'X', 'x' || n, @from + n * @step, '+1' || (2020000000 + r % 7000000000), '+1305555' || (1000 + r % 50), 'NU' || (r % 50), "
        + "'CA' || (r % 20), 'AF' || (r % 50), 0, 'Ended', 0, 0, 0, CASE WHEN r % 9 = 0 THEN 1 ELSE 0 END, 0, CASE WHEN r % 10 < 7 THEN 1 ELSE 0 END, "
        + "CASE WHEN r % 10 < 5 THEN 1 ELSE 0 END, CASE WHEN r % 10 < 5 THEN 1 ELSE 0 END, 'TA' || (r % 40), 'BU' || (r % 10), 60 + r % 600, r % 600, 'USD', "
        + "CASE WHEN r % 10 < 5 THEN 25000000 + r % 1000 * 10000 ELSE 0 END, CASE WHEN r % 10 < 5 THEN 10000000 ELSE 0 END, 1, 1, '[]', '[]' ";

    private const string IntoCalls =
        "INSERT INTO calls (id, carrier_id, carrier_call_id, arrived_at, caller, dialed, number_id, campaign_id, publisher_id, test, state, live, blocked, incomplete, "
        + "duplicate, previously_connected, connected, converted, paid, target_id, buyer_id, call_seconds, connected_seconds, currency, revenue, payout, "
        + "conversion_decided, payout_decided, plan, payout_terms) ";

    private const string Legs =
        "INSERT INTO call_legs (call_id, leg, route_id, target_id, buyer_id, destination_type, destination, convert_on, convert_seconds, convert_timer_start, convert_revenue, "
        + "dialed_at, ended_at, rang, answered, outcome, connected, connected_seconds, dialed_seconds, converted, revenue, ringing_seen, answered_seen, progress_seen) "
        + "SELECT id, 1, 'CR1', target_id, buyer_id, 'Number', '+12025550190', 'CallLength', 60, 'Connected', 25000000, arrived_at, arrived_at + 60000, 1, connected, 'Answered', "
        + "connected, connected_seconds, call_seconds, converted, revenue, 1, connected, 0 FROM calls WHERE arrived_at > @after AND arrived_at <= @until";

    private const string Ledger =
        "INSERT INTO call_ledger (call_id, side, amount, currency, recorded_at, effective_day, actor_id, reason) "
        + "SELECT id, 'revenue', -1000000, 'USD', arrived_at, '2026-01-01', 'system', 'bench' FROM calls WHERE arrived_at > @after AND arrived_at <= @until AND arrived_at % 20 = 0";

    public static async Task RunAsync(Database database, long rows, Instant from, TimeSpan length)
    {
        var step = (long)(length.TotalMilliseconds / rows);
        var series = database.Pick(
            "WITH RECURSIVE s (n) AS (SELECT @first UNION ALL SELECT n + 1 FROM s WHERE n < @last), x AS MATERIALIZED (SELECT n, abs(random() / 2) AS r FROM s) ",
            "WITH x AS MATERIALIZED (SELECT n, CAST(random() * 9e18 AS bigint) AS r FROM generate_series(CAST(@first AS bigint), CAST(@last AS bigint)) n) "
        );
        for (long first = 1; first <= rows; first += AtOnce)
        {
            var last = Math.Min(rows, first + AtOnce - 1);
            var parameters = new
            {
                first,
                last,
                from,
                step,
                after = from.UnixMilliseconds + ((first - 1) * step),
                until = from.UnixMilliseconds + (last * step),
            };
            await database.WriteAsync(
                WriteKeys.None,
                async unit =>
                {
                    foreach (
                        var sql in (string[])
                            [database.Pick($"{IntoCalls}{series}{Calls}FROM x", $"{series}{IntoCalls}{Calls}FROM x"), Legs, Ledger]
                    )
                        await unit.Connection.ExecuteAsync(sql, parameters, commandTimeout: 3600);
                    return 0;
                }
            );
        }

        // PostgreSQL does so by itself, sooner or later.
        if (database.Dialect == Dialect.Postgres)
            await database.WriteAsync(WriteKeys.None, unit => unit.Connection.ExecuteAsync("ANALYZE", commandTimeout: 3600));
    }
}
