using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

internal static class CapsSql
{
    private const string SystemBehaviorName = "attribution.conversion_cap_behavior";

    private const string Columns =
        "id AS Id, type AS Type, level AS Level, target_id AS TargetId, offer_id AS OfferId, event_id AS EventId, interval_name AS IntervalName, "
        + "max_count AS MaxCount, start_at AS StartAt, zone AS Zone, alert_only AS AlertOnly, created_at AS CreatedAt";

    public static async Task<Cap> InsertAsync(WriteUnit unit, Cap cap) =>
        cap with
        {
            Id = await unit.Connection.QuerySingleAsync<CapId>(
                "INSERT INTO caps (type, level, target_id, offer_id, event_id, interval_name, max_count, start_at, zone, alert_only, created_at) "
                    + "VALUES (@Type, @Level, @TargetId, @OfferId, @EventId, @IntervalName, @MaxCount, @StartAt, @Zone, @AlertOnly, @CreatedAt) RETURNING id",
                Row.Of(cap)
            ),
        };

    public static Task UpdateAsync(WriteUnit unit, Cap cap) =>
        unit.Connection.ExecuteAsync(
            "UPDATE caps SET interval_name = @IntervalName, max_count = @MaxCount, start_at = @StartAt, zone = @Zone, alert_only = @AlertOnly WHERE id = @Id",
            Row.Of(cap)
        );

    public static Task DeleteAsync(WriteUnit unit, CapId id) => unit.Connection.ExecuteAsync("DELETE FROM caps WHERE id = @id", new { id });

    public static async Task<Cap?> FindAsync(DbConnection connection, CapId id) =>
        await ToCapsAsync(connection, await connection.QueryAsync<Row>($"SELECT {Columns} FROM caps WHERE id = @id", new { id }))
            is [var cap]
            ? cap
            : null;

    /// <summary>The cap that already has the place of another one.</summary>
    public static async Task<CapId?> FindTwinAsync(DbConnection connection, Cap cap)
    {
        var id = await connection.ExecuteScalarAsync<long?>(
            "SELECT id FROM caps WHERE type = @Type AND level = @Level AND target_id = @TargetId AND COALESCE(event_id, 0) = COALESCE(@EventId, 0) "
                + "AND interval_name = @IntervalName AND id <> @Id",
            Row.Of(cap)
        );
        return id is { } twin ? new CapId(twin) : null;
    }

    /// <summary>In the order in which they were made, the rows after <paramref name="after"/>; offer 0 is all.</summary>
    public static async Task<IReadOnlyList<Cap>> ListAsync(DbConnection connection, OfferId offerId, long after, int limit) =>
        await ToCapsAsync(
            connection,
            await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM caps WHERE id > @after AND (@offerId = 0 OR offer_id = @offerId) ORDER BY id LIMIT @limit",
                new
                {
                    after,
                    offerId,
                    limit,
                }
            )
        );

    /// <summary>The zone that a cap counts in: its own, else the instance's.</summary>
    public static async Task<TimeZoneInfo> ZoneAsync(DbConnection connection, string? own) =>
        TimeZones.TryFind(own, out var zone) ? zone : (await Instance.ReadAsync(connection)).Zone;

    public static async Task<CapBook> ReadBookAsync(DbConnection connection) =>
        new(
            await ListAsync(connection, default, 0, int.MaxValue),
            await ListBehaviorsAsync(connection),
            await ReadBehaviorAsync(connection)
        );

    public static async Task<CapBehavior> ReadBehaviorAsync(DbConnection connection) =>
        CapWords.Read<CapBehavior>(await SettingsSql.ReadAsync(connection, SystemBehaviorName), CapWords.Of) ?? CapBehavior.Neither;

    public static Task WriteBehaviorAsync(WriteUnit unit, CapBehavior behavior) =>
        SettingsSql.WriteAsync(unit, SystemBehaviorName, CapWords.Of(behavior));

    public static async Task<CapBehavior> ReadBehaviorAsync(DbConnection connection, OfferId offer) =>
        CapWords.Read<CapBehavior>(
            await connection.ExecuteScalarAsync<string?>("SELECT behavior FROM offer_cap_settings WHERE offer_id = @offer", new { offer }),
            CapWords.Of
        ) ?? CapBehavior.System;

    public static Task WriteBehaviorAsync(WriteUnit unit, OfferId offer, CapBehavior behavior) =>
        unit.Connection.ExecuteAsync(
            "INSERT INTO offer_cap_settings (offer_id, behavior) VALUES (@offer, @behavior) ON CONFLICT (offer_id) DO UPDATE SET behavior = excluded.behavior",
            new { offer, behavior = CapWords.Of(behavior) }
        );

    private static async Task<IEnumerable<KeyValuePair<OfferId, CapBehavior>>> ListBehaviorsAsync(DbConnection connection) =>
        (await connection.QueryAsync<BehaviorRow>("SELECT offer_id AS OfferId, behavior AS Behavior FROM offer_cap_settings")).Select(r =>
            KeyValuePair.Create(r.OfferId, CapWords.Read<CapBehavior>(r.Behavior, CapWords.Of) ?? CapBehavior.System)
        );

    private static async Task<IReadOnlyList<Cap>> ToCapsAsync(DbConnection connection, IEnumerable<Row> rows)
    {
        var found = rows.AsList();
        if (found.Count == 0)
            return [];
        var standard = (await Instance.ReadAsync(connection)).Zone;
        return [.. found.Select(r => r.ToCap(standard))];
    }

    private sealed record BehaviorRow(OfferId OfferId, string Behavior);

    private sealed record Row(
        CapId Id,
        string Type,
        string Level,
        long TargetId,
        OfferId OfferId,
        long? EventId,
        string IntervalName,
        long? MaxCount,
        long? StartAt,
        string? Zone,
        bool AlertOnly,
        Instant CreatedAt
    )
    {
        public static Row Of(Cap c) =>
            new(
                c.Id,
                CapWords.Of(c.Type),
                CapWords.Of(c.Level),
                c.TargetId,
                c.OfferId,
                c.EventId?.Value,
                CapWords.Of(c.Interval),
                c.Limit,
                c.Start?.UnixMilliseconds,
                c.ZoneId,
                c.AlertOnly,
                c.CreatedAt
            );

        public Cap ToCap(TimeZoneInfo standard) =>
            new(
                Id,
                CapWords.Read<CapType>(Type, CapWords.Of) ?? CapType.Conversion,
                CapWords.Read<CapLevel>(Level, CapWords.Of) ?? CapLevel.Offer,
                TargetId,
                OfferId,
                EventId is { } e ? new OfferEventId(e) : null,
                CapWords.Read<CapInterval>(IntervalName, CapWords.Of) ?? CapInterval.Lifetime,
                MaxCount,
                StartAt is { } start ? new Instant(start) : null,
                Zone,
                AlertOnly,
                CreatedAt
            )
            {
                Zone = TimeZones.TryFind(Zone, out var own) ? own : standard,
            };
    }
}
