using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking.Configuration;
using Ringpost.Delivery.Credentials;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Pixels;

/// <summary>Makes a pixel like another, paused and attached to no campaign. A credential of the other must still be there and may still go to its host.</summary>
public sealed class DuplicatePixel(
    Database database,
    ConfigurationVersion configuration,
    Snapshot<CredentialBook> credentials,
    Identifiers identifiers
)
{
    public async Task<Result<PixelSetting>> RunAsync(Actor actor, PixelId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var book = await credentials.GetAsync(cancellation);
        var copy = new PixelId("EV" + identifiers.TimeOrdered());
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of($"pixel:{id}"),
            async unit =>
            {
                if (await PixelsSql.FindAsync(unit.Connection, id) is not { } source)
                    return await NotInUse.OfAsync(unit.Connection, id);
                var validation = new Validation();
                var around = await PixelSurroundings.ReadAsync(unit.Connection, source);
                PixelReferences.Check(validation, source, around, book);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var created = PixelWarnings.Add(
                    source with
                    {
                        Id = copy,
                        Name = CopyName.Of(source.Name),
                        Enabled = false,
                        CreatedAt = unit.Now,
                    },
                    around
                );
                await PixelsSql.InsertAsync(unit, created);
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "pixel", $"{copy}", created, $"{id}");
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixels/{id}/duplicate",
            async (HttpContext http, PixelId id, DuplicatePixel operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(p => $"/api/v1/pixels/{p.Id}")
        );
}
