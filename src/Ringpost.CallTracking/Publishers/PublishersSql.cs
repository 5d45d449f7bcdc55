using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Publishers;

internal static class PublishersSql
{
    private const string Columns =
        "id AS Id, name AS Name, sub_id AS SubId, company AS Company, enabled AS Enabled, created_at AS CreatedAt, "
        + "caps AS Caps, concurrency_cap AS ConcurrencyCap, block_calls_if_capped AS BlockCallsIfCapped, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, Publisher publisher) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO publishers (id, name, sub_id, company, enabled, created_at, caps, concurrency_cap, block_calls_if_capped) "
                + "VALUES (@Id, @Name, @SubId, @Company, @Enabled, @CreatedAt, @caps, @ConcurrencyCap, @BlockCallsIfCapped)",
            Parameters(publisher)
        );

    public static Task UpdateAsync(WriteUnit unit, Publisher publisher) =>
        unit.Connection.ExecuteAsync(
            "UPDATE publishers SET name = @Name, sub_id = @SubId, company = @Company, enabled = @Enabled, caps = @caps, concurrency_cap = @ConcurrencyCap, "
                + "block_calls_if_capped = @BlockCallsIfCapped WHERE id = @Id",
            Parameters(publisher)
        );

    public static Task ArchiveAsync(WriteUnit unit, PublisherId id) =>
        unit.Connection.ExecuteAsync("UPDATE publishers SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    public static Task RestoreAsync(WriteUnit unit, PublisherId id) =>
        unit.Connection.ExecuteAsync("UPDATE publishers SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static async Task<Publisher?> FindAsync(DbConnection connection, PublisherId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM publishers WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToPublisher();

    public static async Task<Publisher?> FindEvenArchivedAsync(DbConnection connection, PublisherId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM publishers WHERE id = @id", new { id }))?.ToPublisher();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Publisher>> ListAsync(
        DbConnection connection,
        string? search,
        bool archived,
        string? before,
        int limit
    ) => (
            await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM publishers WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR id < @before) "
                    + $"AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search {NameSearch.Escape} OR sub_id = @exact) ORDER BY id DESC LIMIT @limit",
                new
                {
                    before,
                    limit,
                    search = NameSearch.Pattern(search),
                    exact = search?.Trim(),
                }
            )
        ).Select(r => r.ToPublisher()).ToList();

    public static async Task<IReadOnlyList<Publisher>> LivingAsync(DbConnection connection) =>
        (await connection.QueryAsync<Row>($"SELECT {Columns} FROM publishers WHERE archived_at IS NULL"))
            .Select(r => r.ToPublisher())
            .ToList();

    /// <summary>All of them, archived ones too: a call that began before still needs its names.</summary>
    public static async Task<IReadOnlyList<Publisher>> AllAsync(DbConnection connection) =>
        (await connection.QueryAsync<Row>($"SELECT {Columns} FROM publishers")).Select(r => r.ToPublisher()).ToList();

    private static object Parameters(Publisher p) =>
        new
        {
            p.Id,
            p.Name,
            p.SubId,
            p.Company,
            p.Enabled,
            p.CreatedAt,
            caps = p.Caps.ToJson(),
            p.ConcurrencyCap,
            p.BlockCallsIfCapped,
        };

    private sealed record Row(
        PublisherId Id,
        string Name,
        string SubId,
        string Company,
        bool Enabled,
        Instant CreatedAt,
        string Caps,
        long? ConcurrencyCap,
        bool BlockCallsIfCapped,
        long? ArchivedAt
    )
    {
        public Publisher ToPublisher() =>
            new(Id, Name, SubId, Enabled, CreatedAt)
            {
                Company = Company,
                Caps = CallCaps.FromJson(Caps),
                ConcurrencyCap = (int?)ConcurrencyCap,
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                BlockCallsIfCapped = BlockCallsIfCapped,
            };
    }
}
