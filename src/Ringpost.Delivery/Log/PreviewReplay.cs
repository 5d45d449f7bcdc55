using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.Delivery.Log;

/// <summary>Says what a replay of many would send, before it sends anything.</summary>
public sealed class PreviewReplay(Database database, ListDeliveries list, Identifiers identifiers)
{
    /// <param name="Count">Deliveries that would be sent again. Skipped and waiting ones are not, nor what was sent again since.</param>
    /// <param name="Hosts">Of them to each host.</param>
    /// <param name="States">Of them in each state.</param>
    /// <param name="Until">Hand it to the run: what is made from now on stays out.</param>
    public sealed record Response(
        long Count,
        IReadOnlyDictionary<string, long> Hosts,
        IReadOnlyDictionary<string, long> States,
        string Until
    );

    public async Task<Result<Response>> RunAsync(Actor actor, ReplaySelection selection, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var filter = await selection.ReadAsync(list, cancellation);
        if (!filter.IsOk)
            return filter.Refusal;
        var until = identifiers.TimeOrdered();
        var counts = await database.ReadAsync(c => ReplayMatchingSql.CountAsync(c, filter.Value), cancellation);
        return new Response(
            counts.Sum(c => c.Count),
            counts.GroupBy(c => c.Host).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            counts.GroupBy(c => Outbox.DeliveryStates.Word(c.State)).ToDictionary(g => g.Key, g => g.Sum(c => c.Count)),
            until
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/deliveries/replay/preview",
            async (HttpContext http, ReplaySelection selection, PreviewReplay operation) =>
                (await operation.RunAsync(http.Actor(), selection, http.RequestAborted)).ToOk()
        );
}
