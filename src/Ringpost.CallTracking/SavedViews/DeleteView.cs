using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>Deletes a view: one's own, or as an administrator one for everybody.</summary>
public sealed class DeleteView(Database database)
{
    public async Task<Result<SavedView>> RunAsync(Actor actor, SavedViewId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.WriteOnceAsync<SavedView>(
            actor,
            WriteKeys.Of($"saved-view:{id}"),
            async unit =>
            {
                if (await SavedViewsSql.FindAsync(unit.Connection, id, actor.Id) is not { } view || !view.IsSeenBy(actor))
                    return new Missing($"View {id}");
                if (!view.IsChangedBy(actor))
                    return new Forbidden(Permission.Administer);
                await SavedViewsSql.DeleteAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "saved-view", $"{id}", "delete", SavedViewsFeature.ForHistory(view), null);
                return view.For(actor);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/saved-views/{id}",
            async (HttpContext http, SavedViewId id, DeleteView operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
