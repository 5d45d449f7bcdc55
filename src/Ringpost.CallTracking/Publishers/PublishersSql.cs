using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Publishers;

internal static class PublishersSql
{
    private const string Columns = "id AS Id, name AS Name, sub_id AS SubId, enabled AS Enabled, created_at AS CreatedAt";

    public static Task InsertAsync(WriteUnit unit, Publisher publisher) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO publishers (id, name, sub_id, enabled, created_at) VALUES (@Id, @Name, @SubId, @Enabled, @CreatedAt)",
            publisher
        );

    public static Task UpdateAsync(WriteUnit unit, Publisher publisher) =>
        unit.Connection.ExecuteAsync("UPDATE publishers SET name = @Name, sub_id = @SubId, enabled = @Enabled WHERE id = @Id", publisher);

    public static Task ArchiveAsync(WriteUnit unit, PublisherId id) =>
        unit.Connection.ExecuteAsync("UPDATE publishers SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static Task<Publisher?> FindAsync(DbConnection connection, PublisherId id) =>
        connection.QuerySingleOrDefaultAsync<Publisher>(
            $"SELECT {Columns} FROM publishers WHERE id = @id AND archived_at IS NULL",
            new { id }
        );

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Publisher>> ListAsync(DbConnection connection, string? search, string? before, int limit) =>
        (
            await connection.QueryAsync<Publisher>(
                $"SELECT {Columns} FROM publishers WHERE archived_at IS NULL AND (CAST(@before AS text) IS NULL OR id < @before) "
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

    public static async Task<IReadOnlyList<Publisher>> LivingAsync(DbConnection connection) =>
        (await connection.QueryAsync<Publisher>($"SELECT {Columns} FROM publishers WHERE archived_at IS NULL")).AsList();

    /// <summary>All of them, archived ones too: a call that began before still needs its names.</summary>
    public static async Task<IReadOnlyList<Publisher>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<Publisher>($"SELECT {Columns} FROM publishers")).AsList();
}
