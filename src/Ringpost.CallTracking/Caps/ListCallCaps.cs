using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.CallTracking.Caps;

/// <summary>How the caps of all targets, buyers and publishers stand, the fullest first; of publishers alone for who may not see buyers.</summary>
public sealed class ListCallCaps(Database database, Snapshot<CallConfiguration> snapshot)
{
    /// <summary>One cap of one of them.</summary>
    /// <param name="Cap">As <see cref="CallCapAnswer.Cap"/>, or <c>concurrency</c>.</param>
    /// <param name="Share">Used and held of the limit, 1 is full.</param>
    /// <param name="NextReset">Null where it never begins anew.</param>
    public sealed record Item(
        CapOwnerKind Kind,
        string Id,
        string Name,
        string Cap,
        string? Currency,
        decimal Limit,
        decimal Used,
        decimal Held,
        decimal Share,
        bool Full,
        Instant? NextReset
    );

    public async Task<Result<Page<Item>>> RunAsync(Actor actor, int limit = 100, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var configuration = await snapshot.GetAsync(cancellation);
        var board = await database.ReadAsync(c => CapsNowSql.BoardAsync(c, configuration, database.Now, database.Dialect), cancellation);
        var items = board
            .Stands.Select(s => OfStand(configuration, s))
            .Concat(board.Owners.Where(o => o.Concurrency is not null).Select(o => OfConcurrency(configuration, o, board.Slots)));
        return new Page<Item>(
            [
                .. items
                    .Where(i => i.Kind == CapOwnerKind.Publisher || actor.May(Permission.SeeRevenue))
                    .OrderByDescending(i => i.Share)
                    .ThenBy(i => i.Name, StringComparer.Ordinal)
                    .ThenBy(i => i.Cap, StringComparer.Ordinal)
                    .Take(Math.Clamp(limit, 1, 1000)),
            ],
            null
        );
    }

    private static Item OfStand(CallConfiguration configuration, CapStand stand)
    {
        var cap = CallCapAnswer.Of(stand);
        return new Item(
            stand.Owner.Kind,
            stand.Owner.Id,
            stand.Owner.NameIn(configuration),
            cap.Cap,
            cap.Currency,
            cap.Limit,
            cap.Used,
            cap.Held,
            ShareOf(cap.Used + cap.Held, cap.Limit),
            cap.Full,
            cap.NextReset
        );
    }

    private static Item OfConcurrency(CallConfiguration configuration, CapOwner owner, IReadOnlyDictionary<string, long> slots)
    {
        var (limit, used) = (owner.Concurrency!.Value, slots.GetValueOrDefault(owner.Id));
        return new Item(
            owner.Kind,
            owner.Id,
            owner.NameIn(configuration),
            "concurrency",
            null,
            limit,
            used,
            0,
            ShareOf(used, limit),
            used >= limit,
            null
        );
    }

    private static decimal ShareOf(decimal used, decimal limit) => limit == 0 ? 1 : Math.Round(used / limit, 4);

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/call-caps",
            async (HttpContext http, ListCallCaps operation, int limit = 100) =>
                (await operation.RunAsync(http.Actor(), limit, http.RequestAborted)).ToOk()
        );
}
