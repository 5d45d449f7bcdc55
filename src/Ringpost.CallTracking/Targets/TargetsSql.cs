using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.CallTracking.Caps;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Targets;

internal static class TargetsSql
{
    private const string Columns =
        "id AS Id, name AS Name, buyer_id AS BuyerId, destination_type AS DestinationType, destination AS Destination, members AS Members, "
        + "ring_seconds AS RingSeconds, concurrency_cap AS ConcurrencyCap, filters AS Filters, hours AS Hours, "
        + "restrict_duplicates AS RestrictDuplicates, recover_seconds AS RecoverSeconds, reroute_attempts AS RerouteAttempts, "
        + "caps AS Caps, enabled AS Enabled, created_at AS CreatedAt, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, Target target) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO targets (id, name, buyer_id, destination_type, destination, members, ring_seconds, concurrency_cap, filters, hours, restrict_duplicates, "
                + "recover_seconds, reroute_attempts, caps, enabled, created_at) "
                + "VALUES (@Id, @Name, @BuyerId, @type, @value, @members, @RingSeconds, @cap, @filters, @hours, @duplicates, @RecoverSeconds, @RerouteAttempts, @caps, @Enabled, @CreatedAt)",
            Parameters(target)
        );

    public static Task UpdateAsync(WriteUnit unit, Target target) =>
        unit.Connection.ExecuteAsync(
            "UPDATE targets SET name = @Name, buyer_id = @BuyerId, destination_type = @type, destination = @value, members = @members, ring_seconds = @RingSeconds, "
                + "concurrency_cap = @cap, filters = @filters, hours = @hours, restrict_duplicates = @duplicates, recover_seconds = @RecoverSeconds, "
                + "reroute_attempts = @RerouteAttempts, caps = @caps, enabled = @Enabled WHERE id = @Id",
            Parameters(target)
        );

    public static Task ArchiveAsync(WriteUnit unit, TargetId id) =>
        unit.Connection.ExecuteAsync("UPDATE targets SET enabled = 0, archived_at = @now WHERE id = @id", new { id, now = unit.Now });

    public static Task RestoreAsync(WriteUnit unit, TargetId id) =>
        unit.Connection.ExecuteAsync("UPDATE targets SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>Archived ones are not found: they take no new references.</summary>
    public static async Task<Target?> FindAsync(DbConnection connection, TargetId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM targets WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToTarget();

    public static async Task<Target?> FindEvenArchivedAsync(DbConnection connection, TargetId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM targets WHERE id = @id", new { id }))?.ToTarget();

    /// <summary>The names of the groups that the target rings in.</summary>
    public static async Task<IReadOnlyList<string>> GroupsOfAsync(DbConnection connection, TargetId id) =>
        (
            await connection.QueryAsync<string>(
                "SELECT name FROM targets WHERE archived_at IS NULL AND members LIKE @pattern ORDER BY name",
                new { pattern = $"%\"{id}\"%" }
            )
        ).AsList();

    public static Task<long> CountOfBuyerAsync(DbConnection connection, BuyerId buyerId) =>
        connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM targets WHERE buyer_id = @buyerId AND archived_at IS NULL",
            new { buyerId }
        );

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<Target>> ListAsync(
        DbConnection connection,
        string? search,
        BuyerId? buyerId,
        bool archived,
        string? before,
        int limit
    ) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM targets WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} AND (CAST(@before AS text) IS NULL OR id < @before) "
                        + "AND (CAST(@buyer AS text) IS NULL OR buyer_id = @buyer) "
                        + $"AND (CAST(@search AS text) IS NULL OR lower(name) LIKE @search {NameSearch.Escape} OR destination = @exact) ORDER BY id DESC LIMIT @limit",
                    new
                    {
                        before,
                        limit,
                        buyer = buyerId?.Value,
                        search = NameSearch.Pattern(search),
                        exact = search?.Trim(),
                    }
                )
            ).Select(r => r.ToTarget()),
        ];

    /// <summary>All of them, archived ones too: a leg that rings still needs its target.</summary>
    public static async Task<IReadOnlyList<Target>> AllAsync(DbConnection connection) =>
        [.. (await connection.QueryAsync<Row>($"SELECT {Columns} FROM targets")).Select(r => r.ToTarget())];

    private static object Parameters(Target t) =>
        new
        {
            t.Id,
            t.Name,
            BuyerId = t.BuyerId?.Value,
            type = t.Destination.Type.ToString(),
            value = t.Destination.Value,
            members = t.Destination.Members is { } members ? JsonSerializer.Serialize(members, RingpostJson.Options) : null,
            t.RingSeconds,
            cap = t.ConcurrencyCap,
            filters = t.Filters.ToJson(),
            hours = t.Hours?.ToJson(),
            duplicates = t.RestrictDuplicates?.ToJson(),
            t.RecoverSeconds,
            t.RerouteAttempts,
            caps = t.Caps.ToJson(),
            t.Enabled,
            t.CreatedAt,
        };

    private sealed record Row(
        TargetId Id,
        string Name,
        string? BuyerId,
        string DestinationType,
        string Destination,
        string? Members,
        long RingSeconds,
        long? ConcurrencyCap,
        string Filters,
        string? Hours,
        string? RestrictDuplicates,
        long? RecoverSeconds,
        long? RerouteAttempts,
        string Caps,
        bool Enabled,
        Instant CreatedAt,
        long? ArchivedAt
    )
    {
        public Target ToTarget() =>
            new(
                Id,
                Name,
                BuyerId is null ? null : new BuyerId(BuyerId),
                new Destination(Enum.Parse<DestinationType>(DestinationType), Destination)
                {
                    Members = Members is null ? null : JsonSerializer.Deserialize<List<TargetId>>(Members, RingpostJson.Options),
                },
                (int)RingSeconds,
                (int?)ConcurrencyCap,
                Enabled,
                CreatedAt
            )
            {
                Filters = TagFilter.FromJson(Filters),
                Hours = OpeningHours.FromJson(Hours),
                RestrictDuplicates = DuplicateRestriction.FromJson(RestrictDuplicates),
                RecoverSeconds = (int?)RecoverSeconds,
                RerouteAttempts = (int?)RerouteAttempts,
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                Caps = CallCaps.FromJson(Caps),
            };
    }
}
