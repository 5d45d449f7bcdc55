using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Contracts;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Offers;

internal static class OffersSql
{
    private const string Columns =
        "id AS Id, name AS Name, advertiser_id AS AdvertiserId, currency AS Currency, payout AS Payout, received AS Received, price_format AS PriceFormat, "
        + "status AS Status, whitelist_only AS WhitelistOnly, transaction_id_deduplication AS TransactionIdDeduplication, token AS Token, "
        + "default_creative_id AS DefaultCreativeId, created_at AS CreatedAt, default_contract_id AS DefaultContractId, "
        + "auto_disposition AS AutoDisposition, auto_disposition_hours AS AutoDispositionHours";

    /// <summary>Stores a new offer with its first creative and its default contract; the database gives them their ids.</summary>
    public static async Task<Offer> InsertAsync(WriteUnit unit, Offer offer)
    {
        var id = await unit.Connection.QuerySingleAsync<OfferId>(
            "INSERT INTO offers (name, advertiser_id, currency, payout, received, price_format, status, whitelist_only, transaction_id_deduplication, token, created_at, "
                + "auto_disposition, auto_disposition_hours) "
                + "VALUES (@Name, @AdvertiserId, @Currency, @Payout, @Received, @PriceFormat, @Status, @WhitelistOnly, @TransactionIdDeduplication, @Token, @CreatedAt, "
                + "@AutoDisposition, @AutoDispositionHours) "
                + "RETURNING id",
            Row.Of(offer)
        );
        var creative = await unit.Connection.QuerySingleAsync<CreativeId>(
            "INSERT INTO creatives (offer_id, name, created_at) VALUES (@id, 'Default', @now) RETURNING id",
            new { id, now = unit.Now }
        );
        var contract = await ContractsSql.InsertAsync(unit, OfferContract.DefaultOf(offer with { Id = id }));
        await unit.Connection.ExecuteAsync(
            "UPDATE offers SET default_creative_id = @creative, default_contract_id = @contract WHERE id = @id",
            new
            {
                id,
                creative,
                contract = contract.Id,
            }
        );
        return offer with { Id = id, DefaultCreativeId = creative, DefaultContractId = contract.Id };
    }

    /// <summary>An offer that has no default creative gets its first one, or a new one.</summary>
    public static Task EnsureCreativeAsync(WriteUnit unit, OfferId id) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO creatives (offer_id, name, created_at) SELECT @id, 'Default', @now WHERE NOT EXISTS (SELECT 1 FROM creatives WHERE offer_id = @id); "
                + "UPDATE offers SET default_creative_id = (SELECT min(id) FROM creatives WHERE offer_id = @id) WHERE id = @id AND default_creative_id IS NULL",
            new { id, now = unit.Now }
        );

    /// <summary>The default contract has the offer's price.</summary>
    public static async Task UpdateAsync(WriteUnit unit, Offer offer)
    {
        await unit.Connection.ExecuteAsync(
            "UPDATE offers SET name = @Name, payout = @Payout, received = @Received, price_format = @PriceFormat, status = @Status, "
                + "whitelist_only = @WhitelistOnly, transaction_id_deduplication = @TransactionIdDeduplication, token = @Token, "
                + "auto_disposition = @AutoDisposition, auto_disposition_hours = @AutoDispositionHours WHERE id = @Id",
            Row.Of(offer)
        );
        await unit.Connection.ExecuteAsync(
            "UPDATE offer_contracts SET payout = @Payout, received = @Received, price_format = @PriceFormat WHERE id = @DefaultContractId",
            Row.Of(offer)
        );
    }

    /// <summary>Makes a contract the offer's default: the offer's price is then this one's.</summary>
    public static Task SetDefaultContractAsync(WriteUnit unit, OfferContract contract) =>
        unit.Connection.ExecuteAsync(
            "UPDATE offers SET default_contract_id = @Id, payout = @Payout, received = @Received, price_format = @format WHERE id = @OfferId",
            new
            {
                contract.Id,
                contract.Payout,
                contract.Received,
                format = OfferWords.Of(contract.PriceFormat),
                contract.OfferId,
            }
        );

    public static async Task<Offer?> FindAsync(DbConnection connection, OfferId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM offers WHERE id = @id", new { id }))?.ToOffer();

    /// <summary>Newest first, the rows before <paramref name="before"/>; advertiser 0 is all.</summary>
    public static async Task<IReadOnlyList<Offer>> ListAsync(
        DbConnection connection,
        string? search,
        AdvertiserId advertiserId,
        string? status,
        long before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM offers WHERE id < @before AND (@advertiserId = 0 OR advertiser_id = @advertiserId) "
                        + "AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search) AND (CAST(@status AS text) IS NULL OR status = @status) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        advertiserId,
                        status,
                        search = search is null ? null : $"%{search.ToLowerInvariant()}%",
                    }
                )
            ).Select(r => r.ToOffer()),
        ];

    public static async Task<IReadOnlyList<Offer>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM offers ORDER BY id")).Select(r => r.ToOffer())];

    private sealed record Row(
        OfferId Id,
        string Name,
        AdvertiserId AdvertiserId,
        string Currency,
        long Payout,
        long Received,
        string PriceFormat,
        string Status,
        bool WhitelistOnly,
        bool TransactionIdDeduplication,
        string Token,
        CreativeId DefaultCreativeId,
        Instant CreatedAt,
        long? DefaultContractId,
        string AutoDisposition,
        long AutoDispositionHours
    )
    {
        public static Row Of(Offer o) =>
            new(
                o.Id,
                o.Name,
                o.AdvertiserId,
                o.Currency.Code,
                o.Payout,
                o.Received,
                OfferWords.Of(o.PriceFormat),
                OfferWords.Of(o.Status),
                o.WhitelistOnly,
                o.TransactionIdDeduplication,
                o.Token,
                o.DefaultCreativeId,
                o.CreatedAt,
                o.DefaultContractId.Value,
                OfferWords.Of(o.AutoDisposition.Type),
                o.AutoDisposition.DelayHours
            );

        public Offer ToOffer()
        {
            var stored = new Validation();
            return new Offer(
                Id,
                Name,
                AdvertiserId,
                OfferWords.Currency(stored, Currency, default),
                Payout,
                Received,
                OfferWords.PriceFormat(stored, PriceFormat, Configuration.PriceFormat.Cpa),
                OfferWords.Status(stored, Status, OfferStatus.Inactive),
                WhitelistOnly,
                TransactionIdDeduplication,
                Token,
                DefaultCreativeId,
                CreatedAt
            )
            {
                DefaultContractId = new OfferContractId(DefaultContractId ?? 0),
                AutoDisposition = new(OfferWords.AutoDispositionFromStored(AutoDisposition), (int)AutoDispositionHours),
            };
        }
    }
}
