using System.Data.Common;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Buyers;
using Ringpost.CallTracking.Campaigns;
using Ringpost.CallTracking.Hooks;
using Ringpost.CallTracking.Numbers;
using Ringpost.CallTracking.Pixels;
using Ringpost.CallTracking.Publishers;
using Ringpost.CallTracking.Routing;
using Ringpost.CallTracking.Targets;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.Uses;

/// <summary>What points at a thing of the call side: what has to change before it can be archived, and what a change of it touches.</summary>
public sealed class ListCallUses(Database database)
{
    private static readonly Dictionary<UsedThing, Kind> Kinds = new()
    {
        // Beside its numbers, routes, payouts and pixels, which are its own.
        [UsedThing.CallCampaign] = new(
            "call-campaigns",
            Permission.Read,
            id => new Missing($"Campaign {id}"),
            async (c, id) => await CallCampaignsSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => UsesSql.OfCampaignAsync(c, new(id))
        ),
        [UsedThing.Publisher] = new(
            "publishers",
            Permission.Read,
            id => new Missing($"Publisher {id}"),
            async (c, id) => await PublishersSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => UsesSql.OfPublisherAsync(c, new(id))
        ),
        // The campaigns that route to any of its targets.
        [UsedThing.Buyer] = new(
            "buyers",
            Permission.SeeRevenue,
            id => new Missing($"Buyer {id}"),
            async (c, id) => await BuyersSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => UsesSql.OfBuyerAsync(c, new(id))
        ),
        [UsedThing.Target] = new(
            "targets",
            Permission.SeeRevenue,
            id => new Missing($"Target {id}"),
            async (c, id) => await TargetsSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => OfTargetAsync(c, new(id))
        ),
        // Whose calls come over it.
        [UsedThing.Number] = new(
            "numbers",
            Permission.Read,
            id => new Missing($"Number {id}"),
            async (c, id) => await NumbersSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => UsesSql.OfNumberAsync(c, new(id))
        ),
        [UsedThing.Pixel] = new(
            "pixels",
            Permission.Read,
            id => new Missing($"Pixel {id}"),
            async (c, id) => await PixelsSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, id) => UsesSql.OfPixelAsync(c, new(id))
        ),
        // The campaigns with a route whose calls any webhook may convert.
        [UsedThing.ConversionHook] = new(
            "conversion-hooks",
            Permission.ChangeConfiguration,
            id => new Missing($"Webhook {id}"),
            async (c, id) => await HooksSql.FindEvenArchivedAsync(c, new(id)) is not null,
            (c, _) => UsesSql.OfHooksAsync(c)
        ),
    };

    public async Task<Result<Page<CallUse>>> RunAsync(Actor actor, UsedThing thing, string id, CancellationToken cancellation = default)
    {
        var kind = Kinds[thing];
        if (!actor.May(kind.Needed))
            return new Forbidden(kind.Needed);
        return await database.ReadAsync<Result<Page<CallUse>>>(
            async c => await kind.ExistsAsync(c, id) ? new Page<CallUse>(await kind.ReadAsync(c, id), null) : kind.Missing(id),
            cancellation
        );
    }

    private static async Task<IReadOnlyList<CallUse>> OfTargetAsync(DbConnection connection, TargetId id)
    {
        var uses = await UsesSql.OfTargetAsync(connection, id);
        return (await RoutingSettings.ReadAsync(connection)).Fallback?.TargetId == id
            ? [.. uses, new CallUse(CallUser.Instance, "", "Routing of the instance", CallUseAs.Fallback, true)]
            : uses;
    }

    /// <param name="Path">Of the API.</param>
    private sealed record Kind(
        string Path,
        Permission Needed,
        Func<string, Missing> Missing,
        Func<DbConnection, string, Task<bool>> ExistsAsync,
        Func<DbConnection, string, Task<IReadOnlyList<CallUse>>> ReadAsync
    );

    internal static void Map(IEndpointRouteBuilder api)
    {
        foreach (var (thing, kind) in Kinds)
            api.MapGet(
                $"/{kind.Path}/{{id}}/uses",
                async (HttpContext http, string id, ListCallUses operation) =>
                    (await operation.RunAsync(http.Actor(), thing, id, http.RequestAborted)).ToOk()
            );
    }
}
