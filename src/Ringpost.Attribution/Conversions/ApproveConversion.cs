using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Conversions;

/// <summary>Believes the unknown sender of one pending conversion (cake.md 2.3a), and tells its affiliate.</summary>
public sealed class ApproveConversion(Database database, Approval approval)
{
    public async Task<Result<ConversionAnswer>> RunAsync(Actor actor, ConversionId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        return await database.WriteOnceAsync<ConversionAnswer>(
            actor,
            WriteKeys.Of($"conversion:{id}"),
            async unit =>
            {
                if (await ConversionsSql.FindAsync(unit.Connection, id) is not { } before)
                    return new Missing($"Conversion {id}");
                if (!await approval.RunAsync(unit, actor, id))
                    return NotWaiting(before);
                var after = (await ConversionsSql.FindAsync(unit.Connection, id))!;
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "conversion",
                    $"{id}",
                    "approve",
                    new { before.Disposition, before.Reason },
                    new { after.Disposition, after.Reason }
                );
                return after.ToAnswer(await PublicIds.LoadAsync(unit.Connection), actor);
            },
            cancellation
        );
    }

    private static Clash NotWaiting(ConversionRow row) =>
        row.Disposition == "pending"
            ? new Clash(
                "conversion-waits-for-amount",
                $"This conversion waits for its amount ({row.Reason}); the sender is believed already."
            )
            : new Clash("conversion-not-pending", $"This conversion is {row.Disposition} already.");

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/conversions/{id}/approve",
            async (HttpContext http, ConversionId id, ApproveConversion operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
