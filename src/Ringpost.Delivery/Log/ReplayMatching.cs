using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Waking;
using Ringpost.Storage.Writing;

namespace Ringpost.Delivery.Log;

/// <summary>
/// Sends many deliveries once more as they were, under the same idempotency keys, oldest first, a slice at a time: each call does one and names
/// the place where the next goes on, so that whoever asks shows progress and stops by not asking again. What was sent again since is left out, so
/// that a second run finds only the rest.
/// </summary>
public sealed class ReplayMatching(Database database, ListDeliveries list, Identifiers identifiers, Wake wake)
{
    /// <summary>Deliveries in one transaction.</summary>
    public const int Slice = 200;

    /// <param name="Until">Of the preview.</param>
    /// <param name="Cursor">The <c>next</c> of the call before; none begins.</param>
    public sealed record Request(ReplaySelection? Selection, string? Until, string? Cursor = null);

    /// <param name="Next">Where the next slice begins; null when all are done.</param>
    public sealed record Response(int Replayed, string? Next);

    public async Task<Result<Response>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeMoney))
            return new Forbidden(Permission.ChangeMoney);
        if (request.Until is not { Length: 32 } until)
            return new Invalid("until", "The until of the preview is needed.");
        if (!Cursor.TryDecode(request.Cursor, out var after))
            return NumberedPages.BadCursor;
        var filter = await (request.Selection ?? new ReplaySelection()).ReadAsync(list, cancellation);
        if (!filter.IsOk)
            return filter.Refusal;

        return await database.WriteOnceAsync<Response>(
            actor,
            WriteKeys.Of("deliveries:replay"),
            async unit =>
            {
                var ids = await ReplayMatchingSql.SliceAsync(unit.Connection, filter.Value, after, until, Slice);
                var replayed = 0;
                foreach (var id in ids)
                    if (await DeliveryLogSql.ReplayAsync(unit, new DeliveryId(identifiers.TimeOrdered()), new DeliveryId(id)))
                        replayed++;
                if (replayed > 0)
                {
                    await ChangeLogSql.AppendAsync(unit, actor, "delivery", "many", "replay", null, new { replayed, request.Selection });
                    unit.AfterCommit(() => wake.Raise(Outbox.Outbox.Topic));
                }

                return new Response(replayed, ids.Count < Slice ? null : Cursor.Encode(ids[^1]));
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/deliveries/replay",
            async (HttpContext http, Request request, ReplayMatching operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
