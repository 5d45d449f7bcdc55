using System.Data.Common;
using Dapper;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Numbers;

internal static class NumberAssignmentsSql
{
    private const string Columns =
        "id AS Id, number_id AS NumberId, number AS Number, campaign_id AS CampaignId, publisher_id AS PublisherId, from_at AS FromAt, to_at AS ToAt, "
        + "assigned_by AS AssignedBy, rest_overridden AS RestOverridden";

    /// <summary>Ends what was and begins what is; nothing where campaign and publisher stay.</summary>
    public static async Task MoveAsync(
        WriteUnit unit,
        Actor actor,
        TrackingNumber? before,
        TrackingNumber after,
        string id,
        bool overridden
    )
    {
        if (before is not null && before.CampaignId == after.CampaignId && before.PublisherId == after.PublisherId)
            return;
        await CloseAsync(unit, after.Id);
        await unit.Connection.ExecuteAsync(
            "INSERT INTO number_assignments (id, number, number_id, campaign_id, publisher_id, from_at, assigned_by, rest_overridden) "
                + "VALUES (@id, @number, @numberId, @CampaignId, @publisher, @now, @by, @overridden)",
            new
            {
                id,
                number = after.Number.E164,
                numberId = after.Id,
                after.CampaignId,
                publisher = after.PublisherId?.Value,
                now = unit.Now,
                by = actor.Name,
                overridden,
            }
        );
    }

    public static Task CloseAsync(WriteUnit unit, NumberId number) =>
        unit.Connection.ExecuteAsync(
            "UPDATE number_assignments SET to_at = @now WHERE number_id = @number AND to_at IS NULL",
            new { number, now = unit.Now }
        );

    /// <summary>Newest first, those of the number whatever rows it had.</summary>
    public static async Task<IReadOnlyList<NumberAssignment>> ListAsync(DbConnection connection, PhoneNumber number) =>
        Read(
            await connection.QueryAsync<Row>(
                $"SELECT {Columns} FROM number_assignments WHERE number = @number ORDER BY from_at DESC, id DESC LIMIT 1000",
                new { number = number.E164 }
            )
        );

    /// <summary>The latest one with a publisher, which decides whether the number rests.</summary>
    public static async Task<NumberAssignment?> LastOfPublisherAsync(DbConnection connection, PhoneNumber number) =>
        (
            await connection.QueryFirstOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM number_assignments WHERE number = @number AND publisher_id IS NOT NULL ORDER BY from_at DESC, id DESC LIMIT 1",
                new { number = number.E164 }
            )
        )?.ToAssignment();

    /// <summary>Of every number, the latest one with a publisher.</summary>
    public static async Task<Dictionary<string, NumberAssignment>> LastOfPublishersAsync(DbConnection connection) =>
        Read(
                await connection.QueryAsync<Row>(
                    $"SELECT {Columns} FROM number_assignments a WHERE publisher_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM number_assignments b "
                        + "WHERE b.number = a.number AND b.publisher_id IS NOT NULL AND (b.from_at > a.from_at OR (b.from_at = a.from_at AND b.id > a.id)))"
                )
            )
            .ToDictionary(a => a.Number.E164, StringComparer.Ordinal);

    /// <summary>Whose the number was at that moment; null where it was nobody's.</summary>
    public static async Task<NumberAssignment?> AtAsync(DbConnection connection, string number, Instant at) =>
        (
            await connection.QueryFirstOrDefaultAsync<Row>(
                $"SELECT {Columns} FROM number_assignments WHERE number = @number AND from_at <= @at AND (to_at IS NULL OR to_at > @at) "
                    + "ORDER BY from_at DESC, id DESC LIMIT 1",
                new { number, at }
            )
        )?.ToAssignment();

    private static IReadOnlyList<NumberAssignment> Read(IEnumerable<Row> rows) => [.. rows.Select(r => r.ToAssignment())];

    private sealed record Row(
        string Id,
        NumberId NumberId,
        string Number,
        CallCampaignId CampaignId,
        string? PublisherId,
        Instant FromAt,
        long? ToAt,
        string AssignedBy,
        bool RestOverridden
    )
    {
        public NumberAssignment ToAssignment() =>
            new(
                Id,
                NumberId,
                PhoneNumber.FromStored(Number),
                CampaignId,
                PublisherId is null ? null : new PublisherId(PublisherId),
                FromAt,
                ToAt is { } to ? new Instant(to) : null,
                AssignedBy,
                RestOverridden
            );
    }
}
