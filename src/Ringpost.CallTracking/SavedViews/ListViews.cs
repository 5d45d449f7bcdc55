using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;

namespace Ringpost.CallTracking.SavedViews;

/// <summary>The views that whoever asks has: their own and everybody's, by name.</summary>
public sealed class ListViews(Database database)
{
    /// <param name="page">A word of <see cref="ViewPage"/>; absent is all pages.</param>
    public async Task<Result<Page<SavedView>>> RunAsync(Actor actor, string? page = null, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        var validation = new Validation();
        ViewPage? only = string.IsNullOrWhiteSpace(page) ? null : validation.Choice<ViewPage>("page", page);
        if (validation.HasErrors)
            return validation.ToRefusal();
        var views = await database.ReadAsync(c => SavedViewsSql.ListAsync(c, only?.ToString(), actor.Id), cancellation);
        return new Page<SavedView>([.. views.Where(v => v.IsSeenBy(actor)).Select(v => v.For(actor))], null);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/saved-views",
            async (HttpContext http, ListViews operation, string? page = null) =>
                (await operation.RunAsync(http.Actor(), page, http.RequestAborted)).ToOk()
        );
}
