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

/// <summary>Brings an archived pixel back, paused and attached to no campaign in use. Refused while a publisher that it lists is archived; its credential must still be there and may still go to its host.</summary>
public sealed class RestorePixel(Database database, ConfigurationVersion configuration, Snapshot<CredentialBook> credentials)
{
    public async Task<Result<PixelSetting>> RunAsync(Actor actor, PixelId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var book = await credentials.GetAsync(cancellation);
        var named = await database.ReadAsync(c => NamedSql.ByPixelAsync(c, id), cancellation);
        return await database.WriteOnceAsync<PixelSetting>(
            actor,
            WriteKeys.Of([.. named.Select(n => n.Key), $"pixel:{id}"]),
            async unit =>
            {
                if (await PixelsSql.FindEvenArchivedAsync(unit.Connection, id) is not { } archived)
                    return new Missing($"Pixel {id}");
                if (archived.ArchivedAt is null)
                    return ArchivedThings.NotArchived;
                if (ArchivedThings.Refusal(await NamedSql.ByPixelAsync(unit.Connection, id)) is { } refusal)
                    return refusal;
                var validation = new Validation();
                var around = await PixelSurroundings.ReadAsync(unit.Connection, archived);
                PixelReferences.Check(validation, archived, around, book);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                await PixelsSql.RestoreAsync(unit, id);
                var restored = archived with { ArchivedAt = null };
                await ChangeLogSql.AppendAsync(unit, actor, "pixel", $"{id}", "restore", null, restored);
                await configuration.RaiseAsync(unit);
                return PixelWarnings.Add(restored, around);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixels/{id}/restore",
            async (HttpContext http, PixelId id, RestorePixel operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToOk()
        );
}
