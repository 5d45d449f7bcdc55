using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Hooks;

/// <summary>Takes a conversion webhook away: its URL answers 404 from now on; what it converted stays.</summary>
public sealed class ArchiveHook(Database database)
{
    public async Task<Result<ConversionHook>> RunAsync(Actor actor, HookId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<ConversionHook>(
            actor,
            WriteKeys.Of($"conversion-hook:{id}"),
            async unit =>
            {
                if (await HooksSql.FindAsync(unit.Connection, id) is not { } before)
                    return await NotInUse.OfAsync(unit.Connection, id);
                await HooksSql.ArchiveAsync(unit, id);
                await ChangeLogSql.AppendAsync(unit, actor, "conversion-hook", $"{id}", "archive", before, null);
                return before with { Enabled = false, ArchivedAt = unit.Now };
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapDelete(
            "/conversion-hooks/{id}",
            async (HttpContext http, HookId id, ArchiveHook operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToNoContent()
        );
}
