using System.Data.Common;
using Dapper;

namespace Ringpost.Attribution.Reports;

/// <summary>The names of what stands in a report's rows.</summary>
internal sealed class ReportNames
{
    private readonly Dictionary<(ReportDimension, long), string> _names = [];

    public static async Task<ReportNames> LoadAsync(DbConnection connection, IEnumerable<ReportDimension> groupings)
    {
        var names = new ReportNames();
        foreach (var by in groupings)
        {
            var sql = by switch
            {
                ReportDimension.Advertiser => "SELECT id AS Id, name AS Name FROM advertisers",
                ReportDimension.Offer => "SELECT id AS Id, name AS Name FROM offers",
                ReportDimension.Affiliate => "SELECT id AS Id, name AS Name FROM affiliates",
                ReportDimension.Campaign =>
                    "SELECT k.id AS Id, f.name || ' on ' || o.name AS Name FROM offer_campaigns k JOIN affiliates f ON f.id = k.affiliate_id JOIN offers o ON o.id = k.offer_id",
                ReportDimension.Creative => "SELECT id AS Id, name AS Name FROM creatives",
                ReportDimension.Event => "SELECT id AS Id, name AS Name FROM offer_events",
                ReportDimension.SubAffiliate
                or ReportDimension.Hour
                or ReportDimension.Day
                or ReportDimension.Week
                or ReportDimension.Month => null,
                _ => throw new ArgumentOutOfRangeException(nameof(groupings)),
            };
            if (sql is null)
                continue;
            foreach (var row in await connection.QueryAsync<Named>(sql))
                names._names[(by, row.Id)] = row.Name;
        }

        return names;
    }

    public string Of(ReportDimension by, long id) =>
        _names.TryGetValue((by, id), out var name) ? name
        : by == ReportDimension.Event && id == 0 ? "No event (clicks)"
        : $"{by.Title()} {id}";

    private sealed record Named(long Id, string Name);
}
