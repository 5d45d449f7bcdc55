using System.Data.Common;
using Dapper;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.OfferCampaigns;

internal static class OfferCampaignsSql
{
    private static readonly string Columns =
        "id AS Id, offer_id AS OfferId, affiliate_id AS AffiliateId, original AS Original, status AS Status, payout AS Payout, "
        + $"{AffiliatePixelsSql.UrlOf("campaign", "offer_campaigns")}, created_at AS CreatedAt, contract_id AS ContractId, price_format AS PriceFormat, review AS Review, "
        + "auto_disposition AS AutoDisposition, auto_disposition_hours AS AutoDispositionHours";

    public static async Task<OfferCampaign> InsertAsync(WriteUnit unit, OfferCampaign campaign)
    {
        var id = await unit.Connection.QuerySingleAsync<OfferCampaignId>(
            "INSERT INTO offer_campaigns (offer_id, affiliate_id, original, status, payout, created_at, contract_id, price_format, review, "
                + "auto_disposition, auto_disposition_hours) "
                + "VALUES (@OfferId, @AffiliateId, @Original, @Status, @Payout, @CreatedAt, @ContractId, @PriceFormat, @Review, "
                + "@AutoDisposition, @AutoDispositionHours) RETURNING id",
            Row.Of(campaign)
        );
        await AffiliatePixelsSql.SaveUrlAsync(unit, PixelPlace.Of(id), campaign.PostbackUrl);
        return campaign with { Id = id };
    }

    public static async Task UpdateAsync(WriteUnit unit, OfferCampaign campaign)
    {
        await unit.Connection.ExecuteAsync(
            "UPDATE offer_campaigns SET status = @Status, payout = @Payout, contract_id = @ContractId, price_format = @PriceFormat, review = @Review, "
                + "auto_disposition = @AutoDisposition, auto_disposition_hours = @AutoDispositionHours WHERE id = @Id",
            Row.Of(campaign)
        );
        await AffiliatePixelsSql.SaveUrlAsync(unit, PixelPlace.Of(campaign.Id), campaign.PostbackUrl);
    }

    public static async Task<bool> HasOriginalAsync(DbConnection connection, OfferId offerId, AffiliateId affiliateId) =>
        await connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM offer_campaigns WHERE offer_id = @offerId AND affiliate_id = @affiliateId AND original = 1",
            new { offerId, affiliateId }
        ) > 0;

    public static async Task<OfferCampaign?> FindAsync(DbConnection connection, OfferCampaignId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM offer_campaigns WHERE id = @id", new { id })
        )?.ToCampaign();

    /// <summary>Newest first, the rows before <paramref name="before"/>; an id of 0 is all.</summary>
    public static async Task<IReadOnlyList<OfferCampaign>> ListAsync(
        DbConnection connection,
        OfferId offerId,
        AffiliateId affiliateId,
        string? status,
        long before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM offer_campaigns WHERE id < @before AND (@offerId = 0 OR offer_id = @offerId) AND (@affiliateId = 0 OR affiliate_id = @affiliateId) "
                        + "AND (CAST(@status AS text) IS NULL OR status = @status) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        offerId,
                        affiliateId,
                        status,
                    }
                )
            ).Select(r => r.ToCampaign()),
        ];

    public static async Task<IReadOnlyList<OfferCampaign>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM offer_campaigns ORDER BY id")).Select(r => r.ToCampaign())];

    private sealed record Row(
        OfferCampaignId Id,
        OfferId OfferId,
        AffiliateId AffiliateId,
        bool Original,
        string Status,
        long? Payout,
        string? PostbackUrl,
        Instant CreatedAt,
        long? ContractId,
        string? PriceFormat,
        bool Review,
        string? AutoDisposition,
        long? AutoDispositionHours
    )
    {
        public static Row Of(OfferCampaign c) =>
            new(
                c.Id,
                c.OfferId,
                c.AffiliateId,
                c.Original,
                AccountWords.Of(c.Status),
                c.Payout,
                c.PostbackUrl,
                c.CreatedAt,
                c.ContractId?.Value,
                c.PriceFormat is { } format ? OfferWords.Of(format) : null,
                c.Review,
                c.AutoDisposition is { } own ? OfferWords.Of(own.Type) : null,
                c.AutoDisposition?.DelayHours
            );

        public OfferCampaign ToCampaign() =>
            new(Id, OfferId, AffiliateId, Original, AccountWords.FromStored(Status), Payout, PostbackUrl, CreatedAt)
            {
                ContractId = ContractId is { } contract ? new OfferContractId(contract) : null,
                PriceFormat = OfferWords.FromStoredOrNone(PriceFormat),
                Review = Review,
                AutoDisposition = AutoDisposition is null
                    ? null
                    : new(OfferWords.AutoDispositionFromStored(AutoDisposition), (int)(AutoDispositionHours ?? 0)),
            };
    }
}
