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
    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, TargetId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.SeeRevenue,
            async c => await TargetsSql.FindEvenArchivedAsync(c, id) is null ? null : await OfTargetAsync(c, id),
            $"Target {id}",
            cancellation
        );

    /// <summary>The campaigns that route to any of its targets.</summary>
    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, BuyerId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.SeeRevenue,
            async c => await BuyersSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfBuyerAsync(c, id),
            $"Buyer {id}",
            cancellation
        );

    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, PublisherId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            async c => await PublishersSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfPublisherAsync(c, id),
            $"Publisher {id}",
            cancellation
        );

    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, PixelId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            async c => await PixelsSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfPixelAsync(c, id),
            $"Pixel {id}",
            cancellation
        );

    /// <summary>Beside its numbers, routes, payouts and pixels, which are its own.</summary>
    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, CallCampaignId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            async c => await CallCampaignsSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfCampaignAsync(c, id),
            $"Campaign {id}",
            cancellation
        );

    /// <summary>Whose calls come over it.</summary>
    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, NumberId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.Read,
            async c => await NumbersSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfNumberAsync(c, id),
            $"Number {id}",
            cancellation
        );

    /// <summary>The campaigns with a route whose calls any webhook may convert.</summary>
    public Task<Result<Page<CallUse>>> RunAsync(Actor actor, HookId id, CancellationToken cancellation = default) =>
        RunAsync(
            actor,
            Permission.ChangeConfiguration,
            async c => await HooksSql.FindEvenArchivedAsync(c, id) is null ? null : await UsesSql.OfHooksAsync(c),
            $"Webhook {id}",
            cancellation
        );

    private static async Task<IReadOnlyList<CallUse>> OfTargetAsync(DbConnection connection, TargetId id)
    {
        var uses = await UsesSql.OfTargetAsync(connection, id);
        return (await RoutingSettings.ReadAsync(connection)).Fallback?.TargetId == id
            ? [.. uses, new CallUse(CallUser.Instance, "", "Routing of the instance", CallUseAs.Fallback, true)]
            : uses;
    }

    private async Task<Result<Page<CallUse>>> RunAsync(
        Actor actor,
        Permission needed,
        Func<DbConnection, Task<IReadOnlyList<CallUse>?>> read,
        string what,
        CancellationToken cancellation
    )
    {
        if (!actor.May(needed))
            return new Forbidden(needed);
        return await database.ReadAsync(read, cancellation) is { } uses ? new Page<CallUse>(uses, null) : new Missing(what);
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet(
            "/call-campaigns/{id}/uses",
            async (HttpContext http, CallCampaignId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/numbers/{id}/uses",
            async (HttpContext http, NumberId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/conversion-hooks/{id}/uses",
            async (HttpContext http, HookId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/targets/{id}/uses",
            async (HttpContext http, TargetId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/buyers/{id}/uses",
            async (HttpContext http, BuyerId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/publishers/{id}/uses",
            async (HttpContext http, PublisherId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
        api.MapGet(
            "/pixels/{id}/uses",
            async (HttpContext http, PixelId id, ListCallUses operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
    }
}
