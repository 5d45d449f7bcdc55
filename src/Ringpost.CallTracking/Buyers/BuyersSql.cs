using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Buyers;

internal static class BuyersSql
{
    private const string Columns =
        "id AS Id, name AS Name, sub_id AS SubId, restrict_duplicates AS RestrictDuplicates, reroute_attempts AS RerouteAttempts, "
        + "caps AS Caps, concurrency_cap AS ConcurrencyCap, dispute_days AS DisputeDays, enabled AS Enabled, created_at AS CreatedAt, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, Buyer buyer) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO buyers (id, name, sub_id, restrict_duplicates, reroute_attempts, caps, concurrency_cap, dispute_days, enabled, created_at) "
                + "VALUES (@Id, @Name, @SubId, @duplicates, @RerouteAttempts, @caps, @ConcurrencyCap, @DisputeDays, @Enabled, @CreatedAt)",
            Parameters(buyer)
        );

    public static Task UpdateAsync(WriteUnit unit, Buyer buyer) =>
        unit.Connection.ExecuteAsync(
            "UPDATE buyers SET name = @Name, sub_id = @SubId, restrict_duplicates = @duplicates, reroute_attempts = @RerouteAttempts, "
                + "caps = @caps, concurrency_cap = @ConcurrencyCap, dispute_days = @DisputeDays, enabled = @Enabled WHERE id = @Id",
            Parameters(buyer)
        );

    public static Task ArchiveAsync(WriteUnit unit, BuyerId id) =>
        unit.Connection.ExecuteAsync("UPDATE buyers SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    public static Task RestoreAsync(WriteUnit unit, BuyerId id) =>
        unit.Connection.ExecuteAsync("UPDATE buyers SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static async Task<Buyer?> FindAsync(DbConnection connection, BuyerId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM buyers WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToBuyer();

    public static async Task<Buyer?> FindEvenArchivedAsync(DbConnection connection, BuyerId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM buyers WHERE id = @id", new { id }))?.ToBuyer();

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Buyer>> ListAsync(
        DbConnection connection,
        string? search,
        bool archived,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM buyers WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR id < @before) "
                        + $"AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search {NameSearch.Escape} OR sub_id = @exact) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        search = NameSearch.Pattern(search),
                        exact = search?.Trim(),
                    }
                )
            ).Select(r => r.ToBuyer()),
        ];

    /// <summary>All of them, archived ones too: a call that began before still needs its names.</summary>
    public static async Task<IReadOnlyList<Buyer>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM buyers")).Select(r => r.ToBuyer())];

    private static object Parameters(Buyer b) =>
        new
        {
            b.Id,
            b.Name,
            b.SubId,
            duplicates = b.RestrictDuplicates?.ToJson(),
            b.RerouteAttempts,
            caps = b.Caps.ToJson(),
            b.ConcurrencyCap,
            b.DisputeDays,
            b.Enabled,
            b.CreatedAt,
        };

    private sealed record Row(
        BuyerId Id,
        string Name,
        string SubId,
        string? RestrictDuplicates,
        long? RerouteAttempts,
        string Caps,
        long? ConcurrencyCap,
        long? DisputeDays,
        bool Enabled,
        Instant CreatedAt,
        long? ArchivedAt
    )
    {
        public Buyer ToBuyer() =>
            new(Id, Name, SubId, Enabled, CreatedAt)
            {
                RestrictDuplicates = DuplicateRestriction.FromJson(RestrictDuplicates),
                RerouteAttempts = (int?)RerouteAttempts,
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                Caps = CallCaps.FromJson(Caps),
                ConcurrencyCap = (int?)ConcurrencyCap,
                DisputeDays = (int?)DisputeDays,
            };
    }
}
