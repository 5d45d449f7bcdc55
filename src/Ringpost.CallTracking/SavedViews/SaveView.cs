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

/// <summary>Keeps a page's state under a name, for whoever saves it; an administrator may give it to everybody.</summary>
public sealed class SaveView(Database database, Identifiers identifiers)
{
    /// <summary>More than this nobody finds anything in.</summary>
    public const int Most = 200;

    /// <param name="Page">A word of <see cref="ViewPage"/>.</param>
    /// <param name="Query">The query part of the page's address.</param>
    /// <param name="Default">The page opens with it from now on.</param>
    public sealed record Request(string? Page, string? Name, string? Query = null, bool? Shared = null, bool? Default = null);

    public async Task<Result<SavedView>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        if (request.Shared == true && !actor.May(Permission.Administer))
            return new Forbidden(Permission.Administer);
        var validation = new Validation();
        var page = validation.Choice<ViewPage>("page", request.Page);
        var name = validation.Name("name", request.Name, 100);
        var query = SavedViewQuery.Read(validation, request.Query, request.Shared == true);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new SavedViewId("SV" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<SavedView>(
            actor,
            WriteKeys.Of($"saved-views:{actor.Id}"),
            async unit =>
            {
                if (await SavedViewsSql.CountAsync(unit, actor.Id) >= Most)
                    return new Clash("too-many-views", $"You have {Most} views. Delete one first.");
                var view = new SavedViewRow
                {
                    Id = id,
                    Page = page.ToString(),
                    Owner = actor.Id,
                    OwnerName = actor.Name,
                    Name = name,
                    Query = query,
                    Shared = request.Shared == true,
                    CreatedAt = unit.Now,
                    ChangedAt = unit.Now,
                    IsDefault = request.Default == true,
                };
                if (!await SavedViewsSql.InsertAsync(unit, view))
                    return new Invalid("name", "You have a view of this page with this name.");
                if (view.IsDefault)
                    await SavedViewsSql.SetDefaultAsync(unit, actor.Id, view.Page, id, true);
                await ChangeLogSql.AppendAsync(unit, actor, "saved-view", $"{id}", "create", null, SavedViewsFeature.ForHistory(view));
                return view.For(actor);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/saved-views",
            async (HttpContext http, Request request, SaveView operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(v => $"/api/v1/saved-views/{v.Id}")
        );
}
