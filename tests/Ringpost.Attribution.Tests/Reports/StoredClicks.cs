using Dapper;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Tests.Reports;

/// <summary>Clicks of any time, stored with their delta as the click writer does.</summary>
internal static class StoredClicks
{
    public static Task InsertAsync(
        Database database,
        Identifiers identifiers,
        ReportCell cell,
        Instant at,
        bool isDuplicate,
        string? s1 = null
    ) =>
        database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                var id = identifiers.Number(at);
                await unit.Connection.ExecuteAsync(
                    "INSERT INTO clicks (id, at, session_id, touch, duplicate_of, advertiser_id, offer_id, affiliate_id, campaign_id, creative_id, bot, ip, s1) "
                        + "VALUES (@id, @at, @id, 0, @duplicateOf, @advertiser, @offer, @affiliate, @campaign, @creative, 0, '192.0.2.1', @s1)",
                    new
                    {
                        id,
                        at,
                        duplicateOf = isDuplicate ? 1 : (long?)null,
                        advertiser = cell.Advertiser,
                        offer = cell.Offer,
                        affiliate = cell.Affiliate,
                        campaign = cell.Campaign,
                        creative = cell.Creative,
                        s1,
                    }
                );
                var deltas = new ReportDeltas();
                deltas.AddClick(cell, at, isDuplicate);
                await deltas.AppendAsync(unit);
            }
        );
}
