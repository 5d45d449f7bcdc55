using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Targets;

/// <summary>Makes a target like another, paused and on no campaign.</summary>
public sealed class DuplicateTarget(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<Target>> RunAsync(Actor actor, TargetId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var copy = new TargetId("TA" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Target>(
            actor,
            WriteKeys.Of($"target:{id}"),
            async unit =>
            {
                if (await TargetsSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var created = source with { Id = copy, Name = CopyName.Of(source.Name), Enabled = false, CreatedAt = unit.Now };
                await TargetsSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "target", $"{copy}", created, $"{id}");
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/targets/{id}/duplicate",
            async (HttpContext http, TargetId id, DuplicateTarget operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(t => $"/api/v1/targets/{t.Id}")
        );
}
