using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Reports;

internal static class RebuildSql
{
    /// <summary>From the first to the last moment of which a report could speak; null where there is none.</summary>
    public static async Task<TimeRange?> RangeAsync(DbConnection connection)
    {
        var edges = await connection.QuerySingleAsync<Edges>(
            "SELECT CAST(min(f) AS bigint) AS First, CAST(max(t) AS bigint) AS Last FROM ("
                + "SELECT (SELECT min(at) FROM conversions) AS f, (SELECT max(at) FROM conversions) AS t UNION ALL "
                + "SELECT (SELECT min(effective_at) FROM conversion_ledger), (SELECT max(effective_at) FROM conversion_ledger) UNION ALL "
                + "SELECT (SELECT min(effective_at) FROM conversion_dispositions), (SELECT max(effective_at) FROM conversion_dispositions) UNION ALL "
                + "SELECT (SELECT at FROM clicks ORDER BY id LIMIT 1), (SELECT at FROM clicks ORDER BY id DESC LIMIT 1) UNION ALL "
                + $"SELECT (SELECT min(span) FROM report_campaign_quarters) * {ReportDeltas.Quarter}, "
                + $"(SELECT max(span) FROM report_campaign_quarters) * {ReportDeltas.Quarter}) e"
        );
        return edges is { First: { } first, Last: { } last } ? new TimeRange(new Instant(first), new Instant(last + 1)) : null;
    }

    /// <summary>Makes the rollups of <paramref name="range"/>, whole hours, what the records and the deltas still waiting say they are.</summary>
    public static async Task RebuildAsync(WriteUnit unit, TimeRange range)
    {
        // Records and deltas must be of one moment; a fold in between is a lost race, and the unit runs again.
        if (unit.Dialect == Dialect.Postgres)
            await unit.Connection.ExecuteAsync("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
        var sums = await ReportRowsSql.SumCellsAsync(unit.Connection, range);
        // Rows of clicks go after a while; of the quarters before the oldest that is left, the rollup is all there is.
        var kept = await OldestClickAsync(unit.Connection);
        foreach (var (key, sum) in sums)
            if (key.Quarter <= kept)
                (sum.UniqueClicks, sum.DuplicateClicks) = (0, 0);
        var (first, end) = (ReportDeltas.QuarterOf(range.From.UnixMilliseconds), ReportDeltas.QuarterOf(range.To.UnixMilliseconds));
        foreach (var cells in await unit.Connection.QueryAsync<string>("SELECT cells FROM report_deltas"))
            ReportEntry.ReadAll(
                cells,
                e =>
                {
                    if (e.Quarter >= first && e.Quarter < end && !(e.IsClick && e.Quarter <= kept))
                        FoldDeltas.Sum(sums, e.Quarter, e.Cell).Subtract(e.Measure, e.Count, e.Received, e.Paid);
                }
            );
        foreach (var stored in await ListClicksAsync(unit.Connection, first, Math.Min(end, kept + 1)))
        {
            var sum = FoldDeltas.Sum(sums, stored.Span, stored.Cell);
            (sum.UniqueClicks, sum.DuplicateClicks) = (stored.UniqueClicks, stored.DuplicateClicks);
        }

        foreach (var rollup in Rollup.All)
        {
            await unit.Connection.ExecuteAsync(
                $"DELETE FROM {rollup.Table} WHERE span >= @from AND span < @to",
                new { from = first / rollup.QuartersPerSpan, to = end / rollup.QuartersPerSpan }
            );
            await FoldSql.AddAsync(unit, rollup, sums);
        }
    }

    private static async Task<long> OldestClickAsync(DbConnection connection) =>
        await connection.ExecuteScalarAsync<long?>("SELECT at FROM clicks ORDER BY id LIMIT 1") is { } at
            ? ReportDeltas.QuarterOf(at)
            : long.MaxValue - 1;

    private static Task<IEnumerable<StoredClicks>> ListClicksAsync(DbConnection connection, long first, long end) =>
        connection.QueryAsync<StoredClicks>(
            "SELECT span AS Span, advertiser_id AS Advertiser, offer_id AS Offer, affiliate_id AS Affiliate, campaign_id AS Campaign, creative_id AS Creative, "
                + "currency AS Currency, unique_clicks AS UniqueClicks, duplicate_clicks AS DuplicateClicks FROM report_campaign_quarters "
                + "WHERE span >= @first AND span < @end AND event_id = 0",
            new { first, end }
        );

    private sealed record StoredClicks(
        long Span,
        long Advertiser,
        long Offer,
        long Affiliate,
        long Campaign,
        long Creative,
        string Currency,
        long UniqueClicks,
        long DuplicateClicks
    )
    {
        public ReportCell Cell =>
            new(
                new AdvertiserId(Advertiser),
                new OfferId(Offer),
                new AffiliateId(Affiliate),
                new OfferCampaignId(Campaign),
                new CreativeId(Creative),
                default,
                CurrencyCode.Of(Currency)
            );
    }

    private sealed class Edges
    {
        public long? First { get; init; }

        public long? Last { get; init; }
    }
}
