using System.Data.Common;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Creatives;

internal static class CreativesSql
{
    private const string Columns =
        "id AS Id, offer_id AS OfferId, name AS Name, type AS Type, status AS Status, link AS Link, created_at AS CreatedAt";

    public static async Task<Creative> InsertAsync(WriteUnit unit, Creative creative) =>
        creative with
        {
            Id = await unit.Connection.QuerySingleAsync<CreativeId>(
                "INSERT INTO creatives (offer_id, name, type, status, link, created_at) VALUES (@OfferId, @Name, @Type, @Status, @Link, @CreatedAt) RETURNING id",
                Row.Of(creative)
            ),
        };

    public static Task UpdateAsync(WriteUnit unit, Creative creative) =>
        unit.Connection.ExecuteAsync(
            "UPDATE creatives SET name = @Name, type = @Type, status = @Status, link = @Link WHERE id = @Id",
            Row.Of(creative)
        );

    public static async Task<Creative?> FindAsync(DbConnection connection, CreativeId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM creatives WHERE id = @id", new { id }))?.ToCreative();

    /// <summary>Newest first, the rows before <paramref name="before"/>; offer 0 is all.</summary>
    public static async Task<IReadOnlyList<Creative>> ListAsync(DbConnection connection, OfferId offerId, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM creatives WHERE id < @before AND (@offerId = 0 OR offer_id = @offerId) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        offerId,
                        limit,
                    }
                )
            ).Select(r => r.ToCreative()),
        ];

    public static async Task<IReadOnlyList<Creative>> ListAllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM creatives ORDER BY id")).Select(r => r.ToCreative())];

    private sealed record Row(CreativeId Id, OfferId OfferId, string Name, string Type, string Status, string? Link, Instant CreatedAt)
    {
        public static Row Of(Creative c) =>
            new(c.Id, c.OfferId, c.Name, CreativeWords.Of(c.Type), CreativeWords.Of(c.Status), c.Link, c.CreatedAt);

        public Creative ToCreative()
        {
            var stored = new Validation();
            return new(
                Id,
                OfferId,
                Name,
                CreativeWords.Type(stored, Type, CreativeType.Link),
                CreativeWords.Status(stored, Status, CreativeStatus.Inactive),
                Link,
                CreatedAt
            );
        }
    }
}
