using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Events;

internal static class OfferEventsSql
{
    private const string Columns =
        "id AS Id, advertiser_id AS AdvertiserId, name AS Name, third_party_name AS ThirdPartyName, type AS Type, allow_duplicates AS AllowDuplicates, "
        + "publish AS Publish, active AS Active, payout AS Payout, received AS Received, created_at AS CreatedAt, price_format AS PriceFormat";

    /// <summary>The event every advertiser has from the start; macro, published, without a price of its own.</summary>
    public static Task<OfferEventId> InsertDefaultAsync(WriteUnit unit, AdvertiserId advertiserId) =>
        unit.Connection.QuerySingleAsync<OfferEventId>(
            "INSERT INTO offer_events (advertiser_id, name, third_party_name, type, allow_duplicates, publish, active, payout, received, created_at) "
                + "VALUES (@advertiserId, 'Conversion/Install/Lead', NULL, 'macro', 0, 1, 1, 0, 0, @now) RETURNING id",
            new { advertiserId, now = unit.Now }
        );

    /// <summary>Stores a new event; its id is given by the database.</summary>
    public static async Task<OfferEvent> InsertAsync(WriteUnit unit, OfferEvent e) =>
        e with
        {
            Id = await unit.Connection.QuerySingleAsync<OfferEventId>(
                "INSERT INTO offer_events (advertiser_id, name, third_party_name, type, allow_duplicates, publish, active, payout, received, created_at, price_format) "
                    + "VALUES (@AdvertiserId, @Name, @ThirdPartyName, @Type, @AllowDuplicates, @Publish, @Active, @Payout, @Received, @CreatedAt, @PriceFormat) RETURNING id",
                Row.Of(e)
            ),
        };

    public static Task UpdateAsync(WriteUnit unit, OfferEvent e) =>
        unit.Connection.ExecuteAsync(
            "UPDATE offer_events SET name = @Name, third_party_name = @ThirdPartyName, type = @Type, allow_duplicates = @AllowDuplicates, publish = @Publish, "
                + "active = @Active, payout = @Payout, received = @Received, price_format = @PriceFormat WHERE id = @Id",
            Row.Of(e)
        );

    public static async Task<OfferEvent?> FindAsync(DbConnection connection, OfferEventId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM offer_events WHERE id = @id", new { id }))?.ToEvent();

    public static async Task<OfferEvent?> FindByThirdPartyNameAsync(DbConnection connection, AdvertiserId advertiserId, string name) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM offer_events WHERE advertiser_id = @advertiserId AND third_party_name = @name",
                new { advertiserId, name }
            )
        )?.ToEvent();

    /// <summary>Oldest first: the built-in default event leads.</summary>
    public static async Task<IReadOnlyList<OfferEvent>> ListAsync(
        DbConnection connection,
        AdvertiserId advertiserId,
        long after,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM offer_events WHERE advertiser_id = @advertiserId AND id > @after ORDER BY id LIMIT @limit",
                    new
                    {
                        advertiserId,
                        after,
                        limit,
                    }
                )
            ).Select(r => r.ToEvent()),
        ];

    public static async Task<IReadOnlyList<OfferEvent>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM offer_events ORDER BY id")).Select(r => r.ToEvent())];

    private sealed record Row(
        OfferEventId Id,
        AdvertiserId AdvertiserId,
        string Name,
        string? ThirdPartyName,
        string Type,
        bool AllowDuplicates,
        bool Publish,
        bool Active,
        long Payout,
        long Received,
        Instant CreatedAt,
        string PriceFormat
    )
    {
        public static Row Of(OfferEvent e) =>
            new(
                e.Id,
                e.AdvertiserId,
                e.Name,
                e.ThirdPartyName,
                EventWords.Of(e.Type),
                e.AllowDuplicates,
                e.Publish,
                e.Active,
                e.Payout,
                e.Received,
                e.CreatedAt,
                OfferWords.Of(e.PriceFormat)
            );

        public OfferEvent ToEvent() =>
            new(
                Id,
                AdvertiserId,
                Name,
                ThirdPartyName,
                Type == "macro" ? OfferEventType.Macro : OfferEventType.Micro,
                AllowDuplicates,
                Publish,
                Active,
                Payout,
                Received,
                CreatedAt
            )
            {
                PriceFormat = OfferWords.FromStored(PriceFormat),
            };
    }
}
