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

/// <summary>Renames a view, gives it another state, shares it, makes it the page's first. What is absent stays.</summary>
public sealed class ChangeView(Database database)
{
    /// <param name="Default">Of whoever asks; everybody may have any view that they see as their default.</param>
    public sealed record Request(string? Name = null, string? Query = null, bool? Shared = null, bool? Default = null);

    public async Task<Result<SavedView>> RunAsync(Actor actor, SavedViewId id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.WriteOnceAsync<SavedView>(
            actor,
            WriteKeys.Of($"saved-view:{id}", $"saved-views:{actor.Id}"),
            async unit =>
            {
                if (await SavedViewsSql.FindAsync(unit.Connection, id, actor.Id) is not { } before || !before.IsSeenBy(actor))
                    return new Missing($"View {id}");
                var validation = new Validation();
                var shared = request.Shared ?? before.Shared;
                var after = before with
                {
                    Name = request.Name is null ? before.Name : validation.Name("name", request.Name, 100),
                    Query = SavedViewQuery.Read(validation, request.Query ?? before.Query, shared),
                    Shared = shared,
                };
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (after != before)
                {
                    if (!before.IsChangedBy(actor) || (shared != before.Shared && !actor.May(Permission.Administer)))
                        return new Forbidden(Permission.Administer);
                    after = after with { ChangedAt = unit.Now };
                    if (!await SavedViewsSql.UpdateAsync(unit, after))
                        return new Invalid("name", "There is a view of this page with this name.");
                    if (!shared)
                        await SavedViewsSql.ForgetOthersAsync(unit, after);
                    await ChangeLogSql.AppendAsync(
                        unit,
                        actor,
                        "saved-view",
                        $"{id}",
                        "update",
                        SavedViewsFeature.ForHistory(before),
                        SavedViewsFeature.ForHistory(after)
                    );
                }

                if (request.Default is { } isDefault && isDefault != before.IsDefault)
                {
                    await SavedViewsSql.SetDefaultAsync(unit, actor.Id, before.Page, id, isDefault);
                    after = after with { IsDefault = isDefault };
                }

                return after.For(actor);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPatch(
            "/saved-views/{id}",
            async (HttpContext http, SavedViewId id, Request request, ChangeView operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
