using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Advertisers;

/// <summary>Adds an advertiser with its built-in default event (cake.md 4).</summary>
public sealed class CreateAdvertiser(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(string? Name);

    public async Task<Result<Advertiser>> RunAsync(Actor actor, Request request, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var validation = new Validation();
        var name = validation.Name("name", request.Name);
        if (validation.HasErrors)
            return validation.ToRefusal();

        return await database.WriteOnceAsync<Advertiser>(
            actor,
            WriteKeys.None,
            async unit =>
            {
                var id = await AdvertisersSql.InsertAsync(unit, name);
                var eventId = await OfferEventsSql.InsertDefaultAsync(unit, id);
                await AdvertisersSql.SetDefaultEventAsync(unit, id, eventId);
                var created = new Advertiser(id, name, eventId, unit.Now);
                await ChangeLogSql.AppendAsync(unit, actor, "advertiser", $"{id}", "create", null, created);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/advertisers",
            async (HttpContext http, Request request, CreateAdvertiser operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToCreated(a => $"/api/v1/advertisers/{a.Id}")
        );
}
