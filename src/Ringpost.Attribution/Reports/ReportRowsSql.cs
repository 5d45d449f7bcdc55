using System.Data.Common;
using Dapper;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Reports;

/// <summary>
/// The same numbers from the records themselves: conversions as first stored, ledger entries and moves between dispositions on the moment
/// they are effective, and clicks. Each row says its part by itself, so that parts of the range can be read apart.
/// </summary>
internal static class ReportRowsSql
{
    private const string Dimensions =
        "c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, c.event_id, c.currency, c.s1";

    /// <summary>Before the oldest move it was what that one moved it from.</summary>
    private const string First =
        "COALESCE((SELECT h.from_disposition FROM conversion_dispositions h WHERE h.conversion_id = c.id ORDER BY h.id LIMIT 1), c.disposition)";

    public static Task AddAsync(DbConnection connection, TimeRange part, ReportSums sums)
    {
        var question = sums.Question;
        var keys = ReportGroupSql.Keys(sums, "c.at");
        string[] numbers =
        [
            Count("unique"),
            Count("duplicate"),
            Count("approved"),
            Count("pending"),
            Count("rejected"),
            Count("returned"),
            .. Amount("approved", "received"),
            .. Amount("approved", "paid"),
            .. Amount("pending", "received"),
            .. Amount("pending", "paid"),
            ReportGroupSql.Micro(sums, "CASE WHEN c.what = 'approved' THEN c.n ELSE 0 END"),
        ];
        return ReportGroupSql.ReadAsync(
            connection,
            $"SELECT {string.Concat(keys.Select(k => k + ", "))}c.currency, {string.Join(", ", numbers.Select(n => $"CAST(sum({n}) AS bigint)"))} "
                + $"FROM ({Rows(question)}) c GROUP BY {string.Join(", ", Enumerable.Range(1, keys.Count + 1))}",
            Parameters(part, question),
            sums
        );
    }

    /// <summary>The entries of a range, added up by quarter and cell: what the rollups should hold once every delta is folded.</summary>
    public static async Task<Dictionary<(long Quarter, ReportCell Cell), ReportSum>> SumCellsAsync(DbConnection connection, TimeRange range)
    {
        var all = new ReportQuestion(range, TimeZoneInfo.Utc, [], new ReportFilter());
        var sums = new Dictionary<(long Quarter, ReportCell Cell), ReportSum>();
        await using var reader = await connection.ExecuteReaderAsync(
            $"SELECT c.at / {ReportDeltas.Quarter}, c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, c.event_id, c.currency, "
                + "c.what, c.n, c.received, c.paid "
                + $"FROM ({Rows(all)}) c",
            Parameters(range, all)
        );
        while (await reader.ReadAsync())
        {
            var cell = new ReportCell(
                new AdvertiserId(reader.GetInt64(1)),
                new OfferId(reader.GetInt64(2)),
                new AffiliateId(reader.GetInt64(3)),
                new OfferCampaignId(reader.GetInt64(4)),
                new CreativeId(reader.GetInt64(5)),
                new OfferEventId(reader.GetInt64(6)),
                CurrencyCode.Of(reader.GetString(7))
            );
            FoldDeltas
                .Sum(sums, reader.GetInt64(0), cell)
                .Add(ReportMeasures.OfRow(reader.GetString(8)), reader.GetInt64(9), reader.GetInt64(10), reader.GetInt64(11));
        }

        return sums;
    }

    /// <summary>One row per part of a report: <c>at</c>, the dimensions, <c>what</c> is counted, <c>n</c>, <c>received</c> and <c>paid</c>.</summary>
    public static string Rows(ReportQuestion question)
    {
        var narrowed =
            question.Filter.ToSql()
            + OfSubAffiliate(question)
            + question.Tests switch
            {
                TestsWanted.None => " AND c.test = 0",
                TestsWanted.Only => " AND c.test = 1",
                TestsWanted.Both => "",
                _ => throw new ArgumentOutOfRangeException(nameof(question)),
            };
        string AsOf(string recorded) => question.AsOf is null ? "" : $" AND {recorded} <= @asOf";
        string Moved(string what, string sign) =>
            $"SELECT d.effective_at AS at, {Dimensions}, d.{what} AS what, {sign}1 AS n, {sign}d.received AS received, {sign}d.paid AS paid "
            + "FROM conversion_dispositions d JOIN conversions c ON c.id = d.conversion_id "
            + $"WHERE d.effective_at >= @from AND d.effective_at < @to{narrowed}{AsOf("d.recorded_at")}";

        // A postback that was run again was recorded then, not when it first arrived.
        var again = question.AsOf is null ? "" : " LEFT JOIN pixel_log p ON p.id = c.pixel_log_id";
        return $"SELECT c.at AS at, {Dimensions}, {First} AS what, 1 AS n, c.received AS received, c.paid AS paid FROM conversions c{again} "
            + $"WHERE c.at >= @from AND c.at < @to{narrowed}{AsOf("COALESCE(p.run_again_at, c.arrived_at)")} UNION ALL "
            + $"SELECT l.effective_at, {Dimensions}, COALESCE(l.disposition, {First}), 0, "
            + "CASE WHEN l.side = 'received' THEN l.amount ELSE 0 END, CASE WHEN l.side = 'paid' THEN l.amount ELSE 0 END "
            + "FROM conversion_ledger l JOIN conversions c ON c.id = l.conversion_id "
            + $"WHERE l.effective_at >= @from AND l.effective_at < @to{narrowed}{AsOf("l.recorded_at")} UNION ALL "
            + $"{Moved("from_disposition", "-")} UNION ALL {Moved("to_disposition", "")}"
            + Clicks(question);
    }

    /// <summary>A click has no event and no time of change; its currency is its offer's, which never changes. Bots do not count.</summary>
    private static string Clicks(ReportQuestion question)
    {
        if (question.Filter.Event is { Value: not 0 })
            return "";
        var narrowed =
            (question.Filter with { Event = null, Currency = null }).ToSql()
            + (question.Filter.Currency is { } currency ? $" AND o.currency = '{currency.Code}'" : "")
            + OfSubAffiliate(question)
            + (question.AsOf is null ? "" : " AND c.at <= @asOf");
        return " UNION ALL SELECT c.at, c.advertiser_id, c.offer_id, c.affiliate_id, c.campaign_id, c.creative_id, 0, o.currency, c.s1, "
            + "CASE WHEN c.duplicate_of IS NULL THEN 'unique' ELSE 'duplicate' END, 1, 0, 0 FROM clicks c JOIN offers o ON o.id = c.offer_id "
            + $"WHERE c.id >= @firstClick AND c.id < @endOfClicks AND c.at >= @from AND c.at < @to AND {Kinds(question.Tests)}{narrowed}";
    }

    private static string Kinds(TestsWanted tests) =>
        tests switch
        {
            TestsWanted.None => "c.bot = 0",
            TestsWanted.Only => "c.bot = 2",
            TestsWanted.Both => "c.bot IN (0, 2)",
        };

    private static string OfSubAffiliate(ReportQuestion question) =>
        question.Filter.SubAffiliate switch
        {
            null => "",
            "" => " AND c.s1 IS NULL",
            _ => " AND c.s1 = @s1",
        };

    /// <summary>Ids of clicks are made from their moment; one may lie a step beyond it.</summary>
    private static object Parameters(TimeRange part, ReportQuestion question) =>
        new
        {
            from = part.From,
            to = part.To,
            firstClick = Identifiers.FirstNumber(part.From),
            endOfClicks = Identifiers.FirstNumber(part.To + TimeSpan.FromMilliseconds(1)),
            asOf = question.AsOf,
            s1 = question.Filter.SubAffiliate,
        };

    private static string Count(string what) => $"CASE WHEN c.what = '{what}' THEN c.n ELSE 0 END";

    private static string[] Amount(string what, string side) =>
        [
            $"CASE WHEN c.what = '{what}' THEN c.{side} / 1000000 ELSE 0 END",
            $"CASE WHEN c.what = '{what}' THEN c.{side} % 1000000 ELSE 0 END",
        ];
}
