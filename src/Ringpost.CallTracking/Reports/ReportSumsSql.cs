using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Reports;

/// <summary>Hours that were added up, and what they add up to (decision 0021). Triggers of the schema note what changed since.</summary>
internal static class ReportSumsSql
{
    private const string Unchanged = "NOT EXISTS (SELECT 1 FROM call_report_changes e WHERE e.hour = h.hour)";

    // 0 for what a whole hour that is over cannot have.
    private const string Sums =
        "CAST(SUM(s.incoming) AS bigint) AS Incoming, CAST(0 AS bigint) AS Live, CAST(SUM(s.blocked) AS bigint) AS Blocked, CAST(SUM(s.ivr_hangup) AS bigint) AS IvrHangup, "
        + "CAST(SUM(s.connected) AS bigint) AS Connected, CAST(SUM(s.paid) AS bigint) AS Paid, CAST(SUM(s.converted) AS bigint) AS Converted, "
        + "CAST(SUM(s.duplicate) AS bigint) AS Duplicate, CAST(SUM(s.revenue) AS bigint) AS Revenue, CAST(SUM(s.payout) AS bigint) AS Payout, "
        + "CAST(SUM(s.seconds) AS bigint) AS Seconds, CAST(SUM(s.cost) AS bigint) AS Cost, CAST(SUM(s.cost_elsewhere) AS bigint) AS CostElsewhere, "
        + "CAST(SUM(CASE WHEN s.hour > @heldHour THEN s.earned_revenue ELSE s.disputed_revenue END) AS bigint) AS PendingRevenue, "
        + "CAST(SUM(CASE WHEN s.hour > @heldHour THEN s.earned_payout ELSE s.disputed_payout END) AS bigint) AS PendingPayout";

    private const string Stretch = "s.hour >= @first AND s.hour < @end";

    /// <summary>The hours of the range that count as they are added up, ascending.</summary>
    public static async Task<IReadOnlyList<long>> HoursAsync(DbConnection connection, TimeRange range)
    {
        var (from, to) = ReportParts.HoursIn(range);
        return (
            await connection.QueryAsync<long>(
                $"SELECT h.hour FROM call_report_hours h WHERE h.hour >= @from AND h.hour < @to AND h.filled > 0 AND {Unchanged} ORDER BY h.hour",
                new { from, to }
            )
        ).AsList();
    }

    /// <param name="key">A column of <c>call_report_sums s</c>.</param>
    /// <param name="stretch">Whole hours.</param>
    public static async Task<IEnumerable<CountedGroup>> CountAsync(
        DbConnection connection,
        string key,
        bool legs,
        CallCriteria criteria,
        TimeRange stretch
    ) =>
        (
            await connection.QueryAsync<CountedRow>(
                $"SELECT {key} AS GroupKey, s.currency AS Currency, {Sums} FROM call_report_sums s WHERE s.legs = @legs AND {Stretch}{Of(criteria)} GROUP BY {key}, s.currency",
                Parameters(criteria, stretch, legs)
            )
        ).Select(r => r.ToGroup());

    /// <summary>Calls with a leg.</summary>
    public static Task<long> DialedAsync(DbConnection connection, CallCriteria criteria, TimeRange stretch) =>
        connection.ExecuteScalarAsync<long>(
            $"SELECT COALESCE(CAST(SUM(s.dialed) AS bigint), 0) FROM call_report_sums s WHERE s.legs = @legs AND {Stretch}{Of(criteria)}",
            Parameters(criteria, stretch, legs: false)
        );

    private static string Of(CallCriteria criteria) =>
        (criteria.Filter.CallCampaignId is null ? "" : " AND s.campaign_id = @campaign")
        + (criteria.Filter.PublisherId is null ? "" : " AND s.publisher_id = @publisher");

    private static object Parameters(CallCriteria criteria, TimeRange stretch, bool legs) =>
        new
        {
            legs = legs ? 1 : 0,
            first = stretch.From.UnixMilliseconds / ReportParts.Hour,
            end = stretch.To.UnixMilliseconds / ReportParts.Hour,
            campaign = criteria.Filter.CallCampaignId?.Value,
            publisher = criteria.Filter.PublisherId?.Value,
            heldHour = criteria.HeldSince.UnixMilliseconds / ReportParts.Hour,
        };

    /// <summary>From the first call to the last; null: there is none.</summary>
    public static async Task<TimeRange?> SpanAsync(DbConnection connection)
    {
        var (first, last) = await connection.QuerySingleAsync<(long?, long?)>(
            "SELECT (SELECT MIN(arrived_at) FROM calls), (SELECT MAX(arrived_at) FROM calls)"
        );
        return first is { } from && last is { } to ? new TimeRange(new Instant(from), new Instant(to + 1)) : null;
    }

    /// <summary>The first and the last hour that there is a row for.</summary>
    public static Task<(long? First, long? Last)> OpenedAsync(DbConnection connection) =>
        connection.QuerySingleAsync<(long?, long?)>("SELECT MIN(hour), MAX(hour) FROM call_report_hours");

    public static Task OpenAsync(WriteUnit unit, IEnumerable<long> hours) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO call_report_hours (hour, filled) VALUES (@hour, 0) ON CONFLICT DO NOTHING",
            hours.Select(hour => new { hour })
        );

    /// <summary>Hours that are to be added up, the latest first.</summary>
    public static async Task<IReadOnlyList<long>> DueAsync(DbConnection connection, int most) =>
        (
            await connection.QueryAsync<long>(
                "SELECT hour FROM call_report_hours WHERE filled = 0 UNION SELECT hour FROM call_report_changes ORDER BY 1 DESC LIMIT @most",
                new { most }
            )
        ).AsList();

    /// <summary>A number that every transaction of before is below; PostgreSQL only.</summary>
    public static Task<long> TransactionAsync(WriteUnit unit) =>
        unit.Connection.ExecuteScalarAsync<long>("SELECT CAST(CAST(pg_current_xact_id() AS text) AS bigint)");

    /// <summary>Whether every transaction below the number is over; PostgreSQL only.</summary>
    public static Task<bool> AreOverAsync(DbConnection connection, long transaction) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) >= @transaction",
            new { transaction }
        );

    /// <summary>How often the hour was added up, and the changes that are known.</summary>
    public static async Task<(long Filled, long[] Changes)> StateAsync(DbConnection connection, long hour) =>
        (
            await connection.ExecuteScalarAsync<long>("SELECT filled FROM call_report_hours WHERE hour = @hour", new { hour }),
            [.. await connection.QueryAsync<long>("SELECT id FROM call_report_changes WHERE hour = @hour", new { hour })]
        );

    public static Task<bool> HasLiveAsync(DbConnection connection, TimeRange range) =>
        connection.ExecuteScalarAsync<bool>(
            "SELECT EXISTS (SELECT 1 FROM calls WHERE live = 1 AND arrived_at >= @From AND arrived_at < @To)",
            new { range.From, range.To }
        );

    /// <summary>Puts the sums in the place of the hour's; false: somebody else did meanwhile.</summary>
    /// <param name="changes">The changes that the sums contain.</param>
    public static async Task<bool> FillAsync(WriteUnit unit, long hour, long filled, long[] changes, IReadOnlyList<ReportSum> sums)
    {
        var isOurs = await unit.Connection.ExecuteAsync(
            "UPDATE call_report_hours SET filled = filled + 1 WHERE hour = @hour AND filled = @filled",
            new { hour, filled }
        );
        if (isOurs == 0)
            return false;
        await unit.Connection.ExecuteAsync("DELETE FROM call_report_changes WHERE id = @id", changes.Select(id => new { id }));
        await unit.Connection.ExecuteAsync("DELETE FROM call_report_sums WHERE legs IN (0, 1) AND hour = @hour", new { hour });
        await unit.Connection.ExecuteAsync(
            "INSERT INTO call_report_sums (legs, hour, campaign_id, publisher_id, target_id, buyer_id, currency, incoming, blocked, ivr_hangup, connected, paid, "
                + "converted, duplicate, revenue, payout, seconds, cost, cost_elsewhere, disputed_revenue, disputed_payout, earned_revenue, earned_payout, dialed) "
                + "VALUES (@Legs, @Hour, @CampaignId, @PublisherId, @TargetId, @BuyerId, @Currency, @Incoming, @Blocked, @IvrHangup, @Connected, @Paid, "
                + "@Converted, @Duplicate, @Revenue, @Payout, @Seconds, @Cost, @CostElsewhere, @DisputedRevenue, @DisputedPayout, @EarnedRevenue, @EarnedPayout, @Dialed)",
            sums.Select(s => new
            {
                s.Legs,
                s.Hour,
                s.CampaignId,
                s.PublisherId,
                s.TargetId,
                s.BuyerId,
                s.Currency,
                s.Counts.Incoming,
                s.Counts.Blocked,
                s.Counts.IvrHangup,
                s.Counts.Connected,
                s.Counts.Paid,
                s.Counts.Converted,
                s.Counts.Duplicate,
                s.Counts.Revenue,
                s.Counts.Payout,
                s.Counts.Seconds,
                s.Counts.Cost,
                s.Counts.CostElsewhere,
                s.DisputedRevenue,
                s.DisputedPayout,
                s.EarnedRevenue,
                s.EarnedPayout,
                s.Dialed,
            })
        );
        return true;
    }

    /// <summary>Has every hour added up again; returns how many.</summary>
    public static async Task<long> ChangeAllAsync(WriteUnit unit) =>
        await unit.Connection.ExecuteAsync("INSERT INTO call_report_changes (hour) SELECT hour FROM call_report_hours WHERE filled > 0");
}
