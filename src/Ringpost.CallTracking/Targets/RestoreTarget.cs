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

/// <summary>Brings an archived target back, paused. Refused while its buyer, or a target that rings in it, is archived.</summary>
public sealed class RestoreTarget(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Target>> RunAsync(Actor actor, TargetId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var named = await database.ReadAsync(c => NamedSql.ByTargetAsync(c, id), cancellation);
        return await database.WriteOnceAsync<Target>(
            actor,
            WriteKeys.Of([.. named.Select(n => n.Key), $"target:{id}"]),
            async unit =>
            {
                if (await TargetsSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Target {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                if (ArchivedThings.Refusal(await NamedSql.ByTargetAsync(unit.Connection, id)) is { } refusal)
                    return refusal;
                await TargetsSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "target", $"{id}", "restore", null, restored);
                await configuration.RaiseAsync(unit);
                return restored;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/targets/{id}/restore",
            async (HttpContext http, TargetId id, RestoreTarget operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
