using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Reconciliation.PixelSetUp;

/// <summary>
/// Makes a campaign's changed amounts known to our own tracker: one pixel on Adjusted, made after the pixel that tells of the payout, or the one
/// that another campaign has already. Run again it changes nothing.
/// </summary>
public sealed class SetUpAdjustedPixel(Snapshot<CallConfiguration> calls, CreatePixel create, AttachPixel attach, PublicUrls urls)
{
    /// <param name="CredentialId">A bearer credential for this instance's own address that holds an API key of an administrator; absent is the one of a pixel that does the same elsewhere.</param>
    public sealed record Request(string? CredentialId = null);

    public async Task<Result<PixelSetting>> RunAsync(
        Actor actor,
        CallCampaignId id,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var configuration = await calls.GetAsync(cancellation);
        if (!configuration.Campaigns.TryGetValue(id, out var campaign))
            return new Missing($"Campaign {id}");
        if (AdjustedPixel.Teller(configuration, campaign, urls.IsOwn) is not { } teller)
            return new Clash(
                "no-own-pixel",
                "No pixel of this campaign tells this instance's own tracker of a payout. Attach that one first."
            );
        var body = AdjustedPixel.Body(teller);
        var others = configuration
            .Pixels.Values.SelectMany(p => p)
            .Where(p => AdjustedPixel.IsOne(p, campaign, urls.IsOwn) && p.Terms.Credential is not null)
            .ToList();
        if (others.Find(p => p.Body?.Source == body && p.Publishers.Count == 0 && p.Filters.IsNone) is { } same)
            return await attach.RunAsync(actor with { Request = null }, id, same.Id, cancellation);
        var credential = request.CredentialId ?? others.FirstOrDefault()?.Terms.Credential;
        if (string.IsNullOrEmpty(credential))
            return new Clash("credential-needed", "Name a bearer credential that holds an API key of this instance.");
        var made = await create.RunAsync(
            actor with
            {
                Request = null,
            },
            new(
                $"Changed amounts to the tracker: {campaign.Name}",
                "adjusted",
                urls.PublicOrigin + PixelTemplates.AdjustPath,
                "POST",
                Body: body,
                ContentType: "application/json",
                CredentialId: credential
            ),
            cancellation
        );
        return made.IsOk ? await attach.RunAsync(actor with { Request = null }, id, made.Value.Id, cancellation) : made;
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
            "/call-campaigns/{id}/adjusted-pixel",
            async (HttpContext http, CallCampaignId id, Request request, SetUpAdjustedPixel operation) =>
                (await operation.RunAsync(http.Actor(), id, request, http.RequestAborted)).ToOk()
        );
}
