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

/// <summary>Approves or declines what an affiliate placed (cake.md 11). What was placed since it was looked at is not meant.</summary>
public sealed class ApproveAffiliatePixel(Database database, ConfigurationVersion configuration)
{
    /// <param name="PlacedAt">The time of the pixel that was looked at; absent takes what stands there.</param>
    public sealed record Request(Instant? PlacedAt = null);

    public async Task<Result<PixelAnswer>> RunAsync(
        Actor actor,
        string id,
        bool approve,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        if (!PixelPlace.TryParse(id, out var place) || !place.IsAffiliates)
            return new Missing($"Pixel {id}");

        return await database.WriteOnceAsync<PixelAnswer>(
            actor,
            WriteKeys.Of($"pixel:{place}"),
            async unit =>
            {
                var before = await AffiliatePixelsSql.FindAsync(unit.Connection, place);
                if (!before.HasContent)
                    return new Missing($"Pixel {id}");
                if (request.PlacedAt is { } seen && seen != before.PlacedAt)
                    return new Clash("pixel-changed", "This pixel was changed since; look at it again.");
                var after = before with { Status = approve ? PixelStatus.Approved : PixelStatus.Declined };
                if (after.Status == before.Status)
                    return new Clash("pixel-settled", $"This pixel is {PixelWords.Of(before.Status)} already.");
                await AffiliatePixelsSql.SaveAsync(unit, after);
                await PixelChanges.AppendAsync(unit, actor, approve ? "approve pixel" : "decline pixel", before, after);
                await configuration.RaiseAsync(unit);
                return PixelAnswer.Of(after);
            },
            cancellation
        );
    }

    internal static void Map(IEndpointRouteBuilder api)
    {
        foreach (var (verb, approve) in new[] { ("approve", true), ("decline", false) })
            api.MapPost(
                $"/affiliate-pixels/{{id}}/{verb}",
                async (HttpContext http, string id, Request? request, ApproveAffiliatePixel operation) =>
                    (await operation.RunAsync(http.Actor(), id, approve, request ?? new Request(), http.RequestAborted)).ToOk()
            );
    }
}
