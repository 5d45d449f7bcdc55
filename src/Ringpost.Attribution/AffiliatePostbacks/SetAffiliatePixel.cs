using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Once;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Writing;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>
/// Changes the pixel of one place (cake.md 7.1). What is absent stays; a URL or HTML of null or blank is taken away. What an operator sets
/// is approved; with status <c>pending</c> it is placed for an affiliate, and waits for approval unless the affiliate needs none.
/// </summary>
public sealed class SetAffiliatePixel(Database database, ConfigurationVersion configuration)
{
    public sealed record Request(
        Optional<string> PostbackUrl = default,
        long? PostbackDelayMs = null,
        Optional<string> PixelHtml = default,
        string? Status = null,
        bool? UseCampaignDefaultPixel = null,
        bool? FireGlobalPixel = null,
        bool? FirePixelOnNonPaidConversions = null,
        bool? AutoApprovePixels = null
    );

    public async Task<Result<PixelAnswer>> RunAsync(
        Actor actor,
        PixelPlace place,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);

        return await database.WriteOnceAsync<PixelAnswer>(
            actor,
            WriteKeys.Of($"pixel:{place}"),
            async unit =>
            {
                if (await PixelOwnersSql.MissingAsync(unit.Connection, place) is { } missing)
                    return missing;
                var before = await AffiliatePixelsSql.FindAsync(unit.Connection, place);
                var validation = new Validation();
                var after = PixelRequestRule.Apply(validation, before, request, unit.Now);
                if (validation.HasErrors)
                    return validation.ToRefusal();
                if (after.Status == PixelStatus.Pending && await PixelOwnersSql.AutoApprovesAsync(unit.Connection, place))
                    after = after with { Status = PixelStatus.Approved };
                if (after != before)
                {
                    await AffiliatePixelsSql.SaveAsync(unit, after);
                    await PixelChanges.AppendAsync(unit, actor, "pixel", before, after);
                    await configuration.RaiseAsync(unit);
                }

                return PixelAnswer.Of(after);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        PixelPaths.MapEach(
            (path, read) =>
                api.MapPatch(
                    path,
                    async (HttpContext http, Request request, SetAffiliatePixel operation) =>
                        (await operation.RunAsync(http.Actor(), read(http), request, http.RequestAborted)).ToOk()
                )
        );
}
