using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.AffiliatePostbacks;

/// <summary>Shows what would be sent from a place, with the values of an example conversion. Nothing is sent and nothing is stored.</summary>
public sealed class TestAffiliatePixel(Database database, TimeProvider time)
{
    /// <param name="PostbackUrl">As typed, saved or not; absent takes what is saved.</param>
    public sealed record Request(
        Optional<string> PostbackUrl = default,
        Optional<string> PixelHtml = default,
        long? PostbackDelayMs = null
    );

    public async Task<Result<TestedPixel>> RunAsync(
        Actor actor,
        PixelPlace place,
        Request request,
        CancellationToken cancellation = default
    )
    {
        if (!actor.May(Permission.Read))
            return new Forbidden(Permission.Read);
        return await database.ReadAsync<Result<TestedPixel>>(
            async c =>
            {
                if (await PixelOwnersSql.MissingAsync(c, place) is { } missing)
                    return missing;
                var saved = await AffiliatePixelsSql.FindAsync(c, place);
                var validation = new Validation();
                var url = request.PostbackUrl.IsGiven
                    ? PostbackUrlRule.ReadPixel(validation, "postbackUrl", request.PostbackUrl.Value, place)
                    : saved.PostbackUrl;
                var html = request.PixelHtml.IsGiven ? PixelRequestRule.Html(validation, place, request.PixelHtml.Value) : saved.Html;
                if (validation.HasErrors)
                    return validation.ToRefusal();
                var told = Example(place, Instant.Now(time), (await Instance.ReadAsync(c)).Zone, await PublicIds.LoadAsync(c));
                var tested = PixelAnswer.Of(saved with { PostbackUrl = Fill(url), Html = Fill(html) }).For(actor);
                return new TestedPixel(
                    "GET",
                    tested.PostbackUrl,
                    request.PostbackDelayMs ?? saved.DelayMs,
                    tested.PixelHtml,
                    PixelAnswer.Of(saved with { PostbackUrl = url, Html = html }).Warnings
                );

                string? Fill(string? text) => text is null ? null : PixelTokens.Render(text, place, told);
            },
            cancellation
        );
    }

    private static ToldConversion Example(PixelPlace place, Instant at, TimeZoneInfo zone, PublicIds publicIds)
    {
        long Owner(PixelLevel level) => place.Level == level ? place.OwnerId : 1;
        return new ToldConversion(
            new ConversionId(1),
            at,
            new AdvertiserId(1),
            new OfferId(Owner(PixelLevel.Offer)),
            new AffiliateId(Owner(PixelLevel.Affiliate)),
            new OfferCampaignId(place.Level is PixelLevel.Campaign or PixelLevel.CampaignEvent ? place.OwnerId : 1),
            new CreativeId(1),
            new OfferEventId(Math.Max(place.EventId, 1)),
            "Example event",
            "example-transaction",
            "203.0.113.7",
            ["sub1", "sub2", "sub3", "sub4", "sub5"],
            Money.ToMillionths(20),
            Money.ToMillionths(12.5m),
            Currency.Usd,
            zone,
            publicIds,
            new ToldClick("1000000001", "1000000002", "example-device", "203.0.113.8")
        );
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        PixelPaths.MapEach(
            (path, read) =>
                api.MapPost(
                    $"{path}/test",
                    async (HttpContext http, Request? request, TestAffiliatePixel operation) =>
                        (await operation.RunAsync(http.Actor(), read(http), request ?? new Request(), http.RequestAborted)).ToOk()
                )
        );
}

/// <summary>The request that would be sent, and the HTML that would be handed to a browser, with example values.</summary>
public sealed record TestedPixel(string Method, string? Url, long DelayMs, string? Html, IReadOnlyList<Phrase> Warnings);
