using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>One view, of whoever asks or of everybody.</summary>
public sealed class GetView(Database database)
{
    public async Task<Result<SavedView>> RunAsync(Actor actor, SavedViewId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var view = await database.ReadAsync(c => SavedViewsSql.FindAsync(c, id, actor.Id), cancellation);
        return view is not null && view.IsSeenBy(actor) ? view.For(actor) : new Missing($"View {id}");
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/saved-views/{id}",
            async (HttpContext http, SavedViewId id, GetView operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
