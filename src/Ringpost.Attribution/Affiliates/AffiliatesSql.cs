using System.Data.Common;
using Dapper;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Affiliates;

internal static class AffiliatesSql
{
    private static readonly string Columns =
        $"id AS Id, name AS Name, status AS Status, {AffiliatePixelsSql.UrlOf("affiliate", "affiliates")}, created_at AS CreatedAt, review AS Review";

    public static async Task<Affiliate> InsertAsync(WriteUnit unit, Affiliate affiliate)
    {
        var id = await unit.Connection.QuerySingleAsync<AffiliateId>(
            "INSERT INTO affiliates (name, status, created_at, review) VALUES (@Name, @Status, @CreatedAt, @Review) RETURNING id",
            Row.Of(affiliate)
        );
        await AffiliatePixelsSql.SaveUrlAsync(unit, PixelPlace.Of(id), affiliate.PostbackUrl);
        return affiliate with { Id = id };
    }

    public static async Task UpdateAsync(WriteUnit unit, Affiliate affiliate)
    {
        await unit.Connection.ExecuteAsync(
            "UPDATE affiliates SET name = @Name, status = @Status, review = @Review WHERE id = @Id",
            Row.Of(affiliate)
        );
        await AffiliatePixelsSql.SaveUrlAsync(unit, PixelPlace.Of(affiliate.Id), affiliate.PostbackUrl);
    }

    public static async Task<Affiliate?> FindAsync(DbConnection connection, AffiliateId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM affiliates WHERE id = @id", new { id }))?.ToAffiliate();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Affiliate>> ListAsync(
        DbConnection connection,
        string? search,
        string? status,
        long before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM affiliates WHERE id < @before AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search) AND (CAST(@status AS text) IS NULL OR status = @status) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        status,
                        search = search is null ? null : $"%{search.ToLowerInvariant()}%",
                    }
                )
            ).Select(r => r.ToAffiliate()),
        ];

    public static async Task<IReadOnlyList<Affiliate>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM affiliates ORDER BY id")).Select(r => r.ToAffiliate())];

    private sealed record Row(AffiliateId Id, string Name, string Status, string? PostbackUrl, Instant CreatedAt, bool Review)
    {
        public static Row Of(Affiliate a) => new(a.Id, a.Name, AccountWords.Of(a.Status), a.PostbackUrl, a.CreatedAt, a.Review);

        public Affiliate ToAffiliate() => new(Id, Name, AccountWords.FromStored(Status), PostbackUrl, CreatedAt) { Review = Review };
    }
}
