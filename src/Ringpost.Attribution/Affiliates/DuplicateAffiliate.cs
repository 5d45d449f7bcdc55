using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.ChangeLog;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.Affiliates;

/// <summary>
/// Makes an affiliate with another's settings, inactive and without campaigns. Postback URL and pixel stay with the other: they would tell
/// it of this one's conversions.
/// </summary>
public sealed class DuplicateAffiliate(Database database, ConfigurationVersion configuration)
{
    public async Task<Result<Affiliate>> RunAsync(Actor actor, AffiliateId id, CancellationToken cancellation = default)
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        return await database.WriteOnceAsync<Affiliate>(
            actor,
            WriteKeys.Of($"affiliate:{id}"),
            async unit =>
            {
                if (await AffiliatesSql.FindAsync(unit.Connection, id) is not { } source)
                    return new Missing($"Affiliate {id}");
                var created = await AffiliatesSql.InsertAsync(
                    unit,
                    source with
                    {
                        Name = CopyName.Of(source.Name),
                        Status = AccountStatus.Inactive,
                        PostbackUrl = null,
                        CreatedAt = unit.Now,
                    }
                );
                await ChangeLogSql.AppendDuplicateAsync(unit, actor, "affiliate", $"{created.Id}", created, $"{id}");
                await CopySwitchesAsync(unit, actor, id, created.Id);
                await configuration.RaiseAsync(unit);
                return created;
            },
            cancellation
        );
    }

    /// <summary>Whether its pixel may stand in, and whether what it places needs approval.</summary>
    private static async Task CopySwitchesAsync(WriteUnit unit, Actor actor, AffiliateId from, AffiliateId to)
    {
        var source = await AffiliatePixelsSql.FindAsync(unit.Connection, PixelPlace.Of(from));
        var nothing = AffiliatePixel.NothingAt(PixelPlace.Of(to));
        if (source.FireGlobal == nothing.FireGlobal && source.AutoApprove == nothing.AutoApprove)
            return;
        var switches = nothing with { FireGlobal = source.FireGlobal, AutoApprove = source.AutoApprove, PlacedAt = unit.Now };
        await AffiliatePixelsSql.SaveAsync(unit, switches);
        await PixelChanges.AppendAsync(unit, actor, "pixel", nothing, switches);
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/affiliates/{id}/duplicate",
            async (HttpContext http, AffiliateId id, DuplicateAffiliate operation) =>
                (await operation.RunAsync(http.Actor(), id, http.RequestAborted)).ToCreated(a => $"/api/v1/affiliates/{a.Id}")
        );
}
