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

/// <summary>Makes a publisher with another's settings, paused and without numbers or payouts.</summary>
public sealed class DuplicatePublisher(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    public async Task<Result<Publisher>> RunAsync(Actor actor, PublisherId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var copy = new PublisherId("AF" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.Of($"publisher:{id}"),
            async unit =>
            {
                if (await PublishersSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var created = source with { Id = copy, Name = CopyName.Of(source.Name), Enabled = false, CreatedAt = unit.Now };
                await PublishersSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "publisher", $"{copy}", created, $"{id}");
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/publishers/{id}/duplicate",
            async (HttpContext http, PublisherId id, DuplicatePublisher operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(p => $"/api/v1/publishers/{p.Id}")
        );
}
