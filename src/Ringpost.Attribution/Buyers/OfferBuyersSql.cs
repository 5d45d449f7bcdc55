using System.Collections.Frozen;
using System.Data.Common;
using Dapper;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Buyers;

/// <summary>Which advertisers may buy on an offer. An offer without a row takes any.</summary>
internal static class OfferBuyersSql
{
    /// <summary>By offer, only those that are bound to a list.</summary>
    public static async Task<FrozenDictionary<OfferId, FrozenSet<AdvertiserId>>> ListAsync(DbConnection connection)
    {
        var bound = await connection.QueryAsync<OfferId>("SELECT offer_id FROM offer_buyer_settings WHERE listed_only = 1");
        var listed = (
            await connection.QueryAsync<Row>("SELECT offer_id AS OfferId, advertiser_id AS AdvertiserId FROM offer_buyers")
        ).ToLookup(r => r.OfferId, r => r.AdvertiserId);
        return bound.ToFrozenDictionary(o => o, o => listed[o].ToFrozenSet());
    }

    public static async Task<(bool ListedOnly, IReadOnlyList<AdvertiserId> Listed)> ReadAsync(DbConnection connection, OfferId offer) =>
        (
            await connection.ExecuteScalarAsync<long?>(
                "SELECT listed_only FROM offer_buyer_settings WHERE offer_id = @offer",
                new { offer }
            ) == 1,
            (
                await connection.QueryAsync<AdvertiserId>(
                    "SELECT advertiser_id FROM offer_buyers WHERE offer_id = @offer ORDER BY advertiser_id",
                    new { offer }
                )
            ).AsList()
        );

    public static async Task WriteAsync(WriteUnit unit, OfferId offer, bool listedOnly, IEnumerable<AdvertiserId> listed)
    {
        await unit.Connection.ExecuteAsync(
            "INSERT INTO offer_buyer_settings (offer_id, listed_only) VALUES (@offer, @listedOnly) "
                + "ON CONFLICT (offer_id) DO UPDATE SET listed_only = excluded.listed_only",
            new { offer, listedOnly }
        );
        await unit.Connection.ExecuteAsync("DELETE FROM offer_buyers WHERE offer_id = @offer", new { offer });
        foreach (var advertiser in listed)
            await unit.Connection.ExecuteAsync(
                "INSERT INTO offer_buyers (offer_id, advertiser_id) VALUES (@offer, @advertiser)",
                new { offer, advertiser }
            );
    }

    private sealed record Row(OfferId OfferId, AdvertiserId AdvertiserId);
}
