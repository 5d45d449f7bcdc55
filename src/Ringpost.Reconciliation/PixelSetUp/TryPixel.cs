using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>The dry run of a pixel, and, where it goes to our own tracker, what the tracker would stumble over: an event that it does not have, an offer, an affiliate.</summary>
public sealed class TryPixel(DryRunPixel dryRun, Snapshot<CallConfiguration> calls, Snapshot<OfferConfiguration> offers, PublicUrls urls)
{
    public async Task<Result<DryRunPixel.Response>> RunAsync(
        Actor actor,
        DryRunPixel.Request request,
        CancellationToken cancellation = default
    )
    {
        var result = await dryRun.RunAsync(actor, request, cancellation);
        if (!result.IsOk || result.Value.Pixel is not { } pixel)
            return result;
        var run = result.Value;
        var configuration = await calls.GetAsync(cancellation);
        var tracker = await offers.GetAsync(cancellation);
        var found =
            run.CampaignId is { } id && configuration.Campaigns.TryGetValue(id, out var campaign)
                ? PixelSetUpCheck
                    .Of(
                        configuration,
                        tracker,
                        campaign,
                        run.PublisherId is { } publisher ? configuration.Publishers.GetValueOrDefault(publisher) : null,
                        pixel,
                        urls.IsOwn
                    )
                    .Select(f => f.Message)
                    .ToArray()
                : [.. EventLint.Of(tracker, pixel, urls.IsOwn)];
        return run with { Warnings = [.. run.Warnings, .. found] };
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/pixels/dry-run",
            async (HttpContext http, DryRunPixel.Request request, TryPixel operation) =>
                (await operation.RunAsync(http.Actor(), request, http.RequestAborted)).ToOk()
        );
}
