using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Contracts;

internal static class ContractsSql
{
    private const string Columns =
        "id AS Id, offer_id AS OfferId, name AS Name, price_format AS PriceFormat, payout AS Payout, received AS Received, "
        + "received_is_percentage AS ReceivedIsPercentage, offer_link AS OfferLink, redirect AS Redirect, created_at AS CreatedAt";

    public static async Task<OfferContract> InsertAsync(WriteUnit unit, OfferContract contract)
    {
        var row = Row.Of(contract with { CreatedAt = unit.Now });
        var id = await unit.Connection.QuerySingleAsync<OfferContractId>(
            "INSERT INTO offer_contracts (offer_id, name, price_format, payout, received, received_is_percentage, offer_link, redirect, created_at) "
                + "VALUES (@OfferId, @Name, @PriceFormat, @Payout, @Received, @ReceivedIsPercentage, @OfferLink, @Redirect, @CreatedAt) RETURNING id",
            row
        );
        return contract with { Id = id, CreatedAt = unit.Now };
    }

    public static Task UpdateAsync(WriteUnit unit, OfferContract contract) =>
        unit.Connection.ExecuteAsync(
            "UPDATE offer_contracts SET name = @Name, price_format = @PriceFormat, payout = @Payout, received = @Received, "
                + "received_is_percentage = @ReceivedIsPercentage, offer_link = @OfferLink, redirect = @Redirect WHERE id = @Id",
            Row.Of(contract)
        );

    public static Task DeleteAsync(WriteUnit unit, OfferContractId id) =>
        unit.Connection.ExecuteAsync("DELETE FROM offer_contracts WHERE id = @id", new { id });

    public static async Task<bool> HasCampaignsAsync(DbConnection connection, OfferContractId id) =>
        await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM offer_campaigns WHERE contract_id = @id", new { id }) > 0;

    public static async Task<OfferContract?> FindAsync(DbConnection connection, OfferContractId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM offer_contracts WHERE id = @id", new { id })
        )?.ToContract();

    /// <summary>The named contract if it is one of the offer's; where none is named, the offer's default.</summary>
    public static async Task<OfferContract?> FindForAsync(DbConnection connection, OfferId offerId, OfferContractId? id)
    {
        if (id is { } named)
            return await FindAsync(connection, named) is { } found && found.OfferId == offerId ? found : null;
        return await OffersSql.FindAsync(connection, offerId) is { } offer ? await FindAsync(connection, offer.DefaultContractId) : null;
    }

    public static async Task<IReadOnlyList<OfferContract>> ListAsync(DbConnection connection, OfferId offerId) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM offer_contracts WHERE offer_id = @offerId ORDER BY id",
                    new { offerId }
                )
            ).Select(r => r.ToContract()),
        ];

    public static async Task<IReadOnlyList<OfferContract>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM offer_contracts ORDER BY id")).Select(r => r.ToContract())];

    private sealed record Row(
        OfferContractId Id,
        OfferId OfferId,
        string Name,
        string PriceFormat,
        long Payout,
        long Received,
        bool ReceivedIsPercentage,
        string? OfferLink,
        string? Redirect,
        Instant CreatedAt
    )
    {
        public static Row Of(OfferContract c) =>
            new(
                c.Id,
                c.OfferId,
                c.Name,
                OfferWords.Of(c.PriceFormat),
                c.Payout,
                c.Received,
                c.ReceivedIsPercentage,
                c.OfferLink,
                c.Redirect,
                c.CreatedAt
            );

        public OfferContract ToContract() =>
            new(
                Id,
                OfferId,
                Name,
                OfferWords.PriceFormat(new Validation(), PriceFormat, Configuration.PriceFormat.Cpa),
                Payout,
                Received,
                ReceivedIsPercentage,
                OfferLink,
                Redirect,
                CreatedAt
            );
    }
}
