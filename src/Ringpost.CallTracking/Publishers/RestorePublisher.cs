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

namespace Ringpost.CallTracking.Publishers;

/// <summary>Brings an archived publisher back, paused and without numbers.</summary>
public sealed class RestorePublisher(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Publisher>> RunAsync(Actor actor, PublisherId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.Of($"publisher:{id}"),
            async unit =>
            {
                if (await PublishersSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Publisher {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                await PublishersSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "publisher", $"{id}", "restore", null, restored);
                await configuration.RaiseAsync(unit);
                return restored;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/publishers/{id}/restore",
            async (HttpContext http, PublisherId id, RestorePublisher operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
