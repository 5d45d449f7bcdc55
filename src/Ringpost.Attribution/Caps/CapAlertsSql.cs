using System.Data.Common;
using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Caps;

/// <summary>A cap was met: stored with what met it, shown until a person has seen it.</summary>
public sealed record CapAlert(long Id, CapId CapId, Instant At, string Note, bool Seen);

internal static class CapAlertsSql
{
    public static async Task InsertAsync(WriteUnit unit, IReadOnlyList<CapSlot> met)
    {
        foreach (var slot in met)
            await unit.Connection.ExecuteAsync(
                "INSERT INTO cap_alerts (cap_id, period, at, note) VALUES (@cap, @period, @now, @note)",
                new
                {
                    cap = slot.Cap.Id,
                    period = slot.Period.Start,
                    now = unit.Now,
                    note = $"Met: {CapWords.Name(slot.Cap, slot.Period)}.{(slot.Cap.AlertOnly ? " It only alerts." : "")}",
                }
            );
    }

    /// <summary>Newest first, the rows before <paramref name="before"/>.</summary>
    public static async Task<IReadOnlyList<CapAlert>> ListAsync(DbConnection connection, bool unseenOnly, long before, int limit) =>
        [
            .. (
                await connection.QueryAsync<Row>(
                    "SELECT id AS Id, cap_id AS CapId, at AS At, note AS Note, seen_at AS SeenAt FROM cap_alerts WHERE id < @before "
                        + (unseenOnly ? "AND seen_at IS NULL " : "")
                        + "ORDER BY id DESC LIMIT @limit",
                    new { before, limit }
                )
            ).Select(r => new CapAlert(r.Id, r.CapId, r.At, r.Note, r.SeenAt is not null)),
        ];

    /// <summary>How many were not seen before.</summary>
    public static Task<int> SeeAsync(WriteUnit unit, Actor actor, long upTo) =>
        unit.Connection.ExecuteAsync(
            "UPDATE cap_alerts SET seen_at = @now, seen_by = @by WHERE id <= @upTo AND seen_at IS NULL",
            new
            {
                now = unit.Now,
                by = actor.Id,
                upTo,
            }
        );

    private sealed record Row(long Id, CapId CapId, Instant At, string Note, long? SeenAt);
}
