using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Buyers;

internal static class BuyersSql
{
    private const string Columns = "id AS Id, name AS Name, sub_id AS SubId, enabled AS Enabled, created_at AS CreatedAt";

    public static Task InsertAsync(WriteUnit unit, Buyer buyer) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO buyers (id, name, sub_id, enabled, created_at) VALUES (@Id, @Name, @SubId, @Enabled, @CreatedAt)",
            buyer
        );

    public static Task UpdateAsync(WriteUnit unit, Buyer buyer) =>
        unit.Connection.ExecuteAsync("UPDATE buyers SET name = @Name, sub_id = @SubId, enabled = @Enabled WHERE id = @Id", buyer);

    public static Task ArchiveAsync(WriteUnit unit, BuyerId id) =>
        unit.Connection.ExecuteAsync("UPDATE buyers SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static Task<Buyer?> FindAsync(DbConnection connection, BuyerId id) =>
        connection.QuerySingleOrDefaultAsync<Buyer>($"SELECT {Columns} FROM buyers WHERE id = @id AND archived_at IS NULL", new { id });

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Buyer>> ListAsync(DbConnection connection, string? search, string? before, int limit) =>
        (
            await connection.QueryAsync<Buyer>(
                $"SELECT {Columns} FROM buyers WHERE archived_at IS NULL AND (CAST(@before AS text) IS NULL OR id < @before) "
                    + $"AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search {NameSearch.Escape} OR sub_id = @exact) ORDER BY id DESC LIMIT @limit",
                new
                {
                    before,
                    limit,
                    search = NameSearch.Pattern(search),
                    exact = search?.Trim(),
                }
            )
        ).AsList();

    /// <summary>All of them, archived ones too: a call that began before still needs its names.</summary>
    public static async Task<IReadOnlyList<Buyer>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<Buyer>($"SELECT {Columns} FROM buyers")).AsList();
}
