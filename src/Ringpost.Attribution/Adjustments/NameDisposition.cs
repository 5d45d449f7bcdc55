using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Adjustments;

/// <summary>Adds a disposition of the instance's own, of one of the four types, or renames one and switches it off (cake.md 5.6).</summary>
public sealed class NameDisposition(Database database)
{
    public sealed record Request(string? Name = null, string? Type = null, bool? Active = null);

    /// <param name="id">0 creates.</param>
    public async Task<Result<Disposition>> RunAsync(Actor actor, long id, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Disposition>(
            actor,
            WriteKeys.Of("dispositions"),
            async unit =>
            {
                var validation = new Validation();
                var before = id == 0 ? null : await DispositionsSql.FindAsync(unit.Connection, id);
                if (id != 0 && before is null)
                    return new Missing($"Disposition {id}");
                if (before is { Id: <= DispositionWords.LastType })
                    return new Clash("disposition-built-in", "The four types themselves stay as they are.");
                if (before is not null && request.Type is not null && request.Type != before.Type)
                    validation.Add("type", "A disposition keeps its type: conversions have it.");
                var draft = new Disposition(
                    id,
                    before is not null && request.Name is null ? before.Name : validation.Name("name", request.Name, 50),
                    before?.Type ?? DispositionWords.Type(validation, "type", request.Type) ?? "",
                    request.Active ?? before?.Active ?? true
                );
                if (await DispositionsSql.FindByNameAsync(unit.Connection, draft.Name) is { } holder && holder.Id != id)
                    validation.Add("name", $"“{draft.Name}” is there already.");
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (before is null)
                    draft = await DispositionsSql.InsertAsync(unit, draft);
                else
                    await DispositionsSql.UpdateAsync(unit, draft);
                await ChangeLogSql.AppendAsync(
                    unit,
                    actor,
                    "disposition",
                    $"{draft.Id}",
                    before is null ? "create" : "update",
                    before,
                    draft
                );
                return draft;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(
            "/dispositions",
            async (HttpContext http, Request request, NameDisposition operation) =>
                (await operation.RunAsync(http.Actor(), 0, request, http.RequestAborted)).ToCreated(d => $"/api/v1/dispositions/{d.Id}")
        );
        api.MapPatch(
            "/dispositions/{id:long:min(1)}",
            async (HttpContext http, long id, Request request, NameDisposition operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
    }
}
