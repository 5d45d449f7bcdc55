using System.Data.Common;
using Dapper;
using Npgsql;

namespace Ringpost.Attribution.Reports;

/// <summary>The parts of SQL that group rows of a table named <c>c</c> as a report asks, and the reading of the groups.</summary>
internal static class ReportGroupSql
{
    /// <summary>The numbers of a report in the order of <see cref="ReadAsync"/>, after the keys.</summary>
    public const int Numbers = 15;

    public static string Micro(ReportSums sums, string approved) =>
        sums.MicroEvents.Count == 0
            ? "0"
            : $"CASE WHEN c.event_id IN (SELECT id FROM offer_events WHERE type = 'micro') THEN {approved} ELSE 0 END";

    /// <summary>A key per grouping; text for a sub-affiliate.</summary>
    public static IReadOnlyList<string> Keys(ReportSums sums, string at) => [.. sums.Question.Groupings.Select(g => Key(g, sums.Zone, at))];

    /// <summary>In a snapshot, runs a statement whose columns are the keys, the currency and the numbers, and adds its groups.</summary>
    public static async Task ReadAsync(DbConnection connection, string sql, object parameters, ReportSums sums)
    {
        var groupings = sums.Question.Groupings;
        // PostgreSQL can't foresee how few groups there are, and would sort all rows on disk for them; compiling costs more than it saves.
        if (connection is NpgsqlConnection)
            await connection.ExecuteAsync("SET LOCAL work_mem = '64MB'; SET LOCAL jit = off");
        await using var reader = await connection.ExecuteReaderAsync(sql, parameters);
        var keys = new long[3];
        while (await reader.ReadAsync())
        {
            string? text = null;
            for (var i = 0; i < groupings.Count; i++)
                if (groupings[i] == ReportDimension.SubAffiliate)
                    text = reader.GetString(i);
                else
                    keys[i] = reader.GetInt64(i);
            var n = groupings.Count;
            var sum = sums.Of(new ReportKey(keys[0], keys[1], keys[2], text, CurrencyCode.Of(reader.GetString(n++))));
            sum.UniqueClicks += reader.GetInt64(n++);
            sum.DuplicateClicks += reader.GetInt64(n++);
            sum.Approved += reader.GetInt64(n++);
            sum.Pending += reader.GetInt64(n++);
            sum.Rejected += reader.GetInt64(n++);
            sum.Returned += reader.GetInt64(n++);
            sum.Received += Amount(reader, ref n);
            sum.Paid += Amount(reader, ref n);
            sum.PendingReceived += Amount(reader, ref n);
            sum.PendingPaid += Amount(reader, ref n);
            sum.ApprovedMicro += reader.GetInt64(n);
        }
    }

    private static Int128 Amount(DbDataReader reader, ref int n) => ((Int128)reader.GetInt64(n++) * 1_000_000) + reader.GetInt64(n++);

    private static string Key(ReportDimension dimension, ReportZone zone, string at) =>
        dimension switch
        {
            ReportDimension.Advertiser => "c.advertiser_id",
            ReportDimension.Offer => "c.offer_id",
            ReportDimension.Affiliate => "c.affiliate_id",
            ReportDimension.Campaign => "c.campaign_id",
            ReportDimension.Creative => "c.creative_id",
            ReportDimension.Event => "c.event_id",
            ReportDimension.SubAffiliate => "COALESCE(c.s1, '')",
            ReportDimension.Hour => zone.HourSql(at),
            ReportDimension.Day or ReportDimension.Week or ReportDimension.Month => zone.DaySql(at),
            _ => throw new ArgumentOutOfRangeException(nameof(dimension)),
        };
}
