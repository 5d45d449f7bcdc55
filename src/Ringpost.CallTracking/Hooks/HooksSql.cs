using System.Data.Common;
using System.Text.Json;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

internal static class HooksSql
{
    private const string Columns =
        "id AS Id, name AS Name, call_token AS CallToken, revenue_token AS RevenueToken, flag AS Flag, keep_tags AS KeepTags, secret AS Secret, "
        + "senders AS Senders, maximum AS Maximum, enabled AS Enabled, created_at AS CreatedAt, archived_at AS ArchivedAt";

    public static Task InsertAsync(WriteUnit unit, ConversionHook hook) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO conversion_hooks (id, name, call_token, revenue_token, flag, keep_tags, secret, senders, maximum, enabled, created_at) "
                + "VALUES (@Id, @Name, @CallToken, @RevenueToken, @Flag, @KeepTags, @Secret, @senders, @maximum, @Enabled, @CreatedAt)",
            Parameters(hook)
        );

    public static Task UpdateAsync(WriteUnit unit, ConversionHook hook) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversion_hooks SET name = @Name, call_token = @CallToken, revenue_token = @RevenueToken, flag = @Flag, keep_tags = @KeepTags, "
                + "secret = @Secret, senders = @senders, maximum = @maximum, enabled = @Enabled WHERE id = @Id",
            Parameters(hook)
        );

    public static Task ArchiveAsync(WriteUnit unit, HookId id) =>
        unit.Connection.ExecuteAsync(
            "UPDATE conversion_hooks SET enabled = 0, archived_at = @now WHERE id = @id",
            new { id, now = unit.Now }
        );

    public static Task RestoreAsync(WriteUnit unit, HookId id) =>
        unit.Connection.ExecuteAsync("UPDATE conversion_hooks SET archived_at = NULL WHERE id = @id", new { id });

    /// <summary>Archived ones are not found: their URLs answer as unknown ones do.</summary>
    public static async Task<ConversionHook?> FindAsync(DbConnection connection, HookId id) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM conversion_hooks WHERE id = @id AND archived_at IS NULL",
                new { id }
            )
        )?.ToHook();

    public static async Task<ConversionHook?> FindEvenArchivedAsync(DbConnection connection, HookId id) =>
        (await connection.QuerySingleOrDefaultAsync<Row>($"SELECT {Columns} FROM conversion_hooks WHERE id = @id", new { id }))?.ToHook();

    public static async Task<IReadOnlyList<ConversionHook>> ListAsync(DbConnection connection, bool archived) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM conversion_hooks WHERE archived_at IS {(archived ? "NOT NULL" : "NULL")} ORDER BY created_at, id"
                )
            ).Select(r => r.ToHook()),
        ];

    private static object Parameters(ConversionHook h) =>
        new
        {
            h.Id,
            h.Name,
            h.CallToken,
            h.RevenueToken,
            h.Flag,
            h.KeepTags,
            h.Secret,
            senders = JsonSerializer.Serialize(h.Senders, RingpostJson.Options),
            maximum = h.Maximum is { } most ? Money.ToMillionths(most) : (long?)null,
            h.Enabled,
            h.CreatedAt,
        };

    private sealed record Row
    {
        public HookId Id { get; init; }
        public string Name { get; init; } = "";
        public string CallToken { get; init; } = "";
        public string RevenueToken { get; init; } = "";
        public string? Flag { get; init; }
        public bool KeepTags { get; init; }
        public string? Secret { get; init; }
        public string Senders { get; init; } = "[]";
        public long? Maximum { get; init; }
        public bool Enabled { get; init; }
        public Instant CreatedAt { get; init; }
        public long? ArchivedAt { get; init; }

        public ConversionHook ToHook() =>
            new(
                Id,
                Name,
                CallToken,
                RevenueToken,
                Flag,
                KeepTags,
                Secret is not null,
                JsonSerializer.Deserialize<string[]>(Senders, RingpostJson.Options)!,
                Maximum / 1_000_000m,
                Enabled,
                CreatedAt
            )
            {
                ArchivedAt = ArchivedAt is { } at ? new Instant(at) : null,
                Secret = Secret,
            };
    }
}
