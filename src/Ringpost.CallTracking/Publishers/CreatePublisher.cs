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

/// <summary>Adds who sends calls (ringba.md 9.1).</summary>
public sealed class CreatePublisher(Database database, ConfigurationVersion configuration, Identifiers identifiers)
{
    /// <param name="SubId">Optional; the receiving tracker's affiliate id.</param>
    public sealed record Request(string? Name, string? SubId = null);

    public async Task<Result<Publisher>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        var subId = validation.Text("subId", request.SubId);
        if (validation.HasErrors)
            return validation.ToRefusal();

        var id = new PublisherId("AF" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<Publisher>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var created = new Publisher(id, name, subId, true, unit.Now);
                await PublishersSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendAsync(unit, actor, "publisher", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/publishers",
            async (HttpContext http, Request request, CreatePublisher operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(created =>
                    $"/api/v1/publishers/{created.Id}"
                )
        );
}
