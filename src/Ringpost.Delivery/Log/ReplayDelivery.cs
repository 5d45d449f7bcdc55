using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Log;

/// <summary>
/// Sends a delivery once more as it was, under the same idempotency key: a receiver that has it already does nothing twice
/// (architecture 4.5). One that still waited is replaced; one that was skipped stays unsent.
/// </summary>
public sealed class ReplayDelivery(Database database, Identifiers identifiers, Wake wake)
{
    public async Task<Result<DeliverySummary>> RunAsync(Actor actor, DeliveryId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        if (await database.ReadAsync(c => DeliveryLogSql.FindAsync(c, id), cancellation) is not { } original)
            return new Missing($"Delivery {id}");
        if (original.State == DeliveryState.Skipped)
            return new Clash("delivery-skipped", $"This delivery was not to be sent: {original.Note}");

        return await database.WriteOnceAsync<DeliverySummary>(
            actor,
            WriteKeys.Of($"delivery:{original.IdempotencyKey}"),
            async unit =>
            {
                var replay = new DeliveryId(identifiers.TimeOrdered());
                if (!await DeliveryLogSql.ReplayAsync(unit, replay, id))
                    return new Missing($"Delivery {id}");
                await DeliveryLogSql.SupersedeAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "delivery", id.Value, "replay", null, new { replay });
                unit.AfterCommit(() => wake.Raise(Outbox.Outbox.Topic));
                return (await DeliveryLogSql.FindAsync(unit.Connection, replay))!;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/deliveries/{id}/replay",
            async (HttpContext http, DeliveryId id, ReplayDelivery operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(d => $"/api/v1/deliveries/{d.Id}")
        );
}
