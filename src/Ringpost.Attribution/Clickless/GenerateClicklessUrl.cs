using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Ringpost.Api;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Events;
using Ringpost.Primitives;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Clickless;

/// <summary>The URL to paste into the call tracker for one event of an offer (api-v1.md, cake.md 3).</summary>
public sealed class GenerateClicklessUrl(Snapshot<OfferConfiguration> configuration, PublicUrls urls)
{
    /// <param name="Source"><c>ringba</c> or <c>ringpost</c>.</param>
    /// <param name="Event">Absent: the default event, named by neither <c>e</c> nor <c>en</c>.</param>
    /// <param name="Amounts"><c>both</c>, <c>received</c> or <c>none</c>; absent: both, none for an event that is worth nothing.</param>
    /// <param name="Ids"><c>tokens</c> (default) lets one pixel serve every campaign and publisher; <c>static</c> writes the offer's id.</param>
    /// <param name="AffiliateId">With static ids: the affiliate; absent leaves the token of the publisher's Sub ID.</param>
    /// <param name="Believed"><c>offer</c> (default) writes the offer's own <c>k</c>: from an unknown address, amounts of other offers stay pending.
    /// <c>all</c> writes the instance's, for one pixel that serves many offers from a foreign tracker.</param>
    /// <param name="Buyers"><c>one</c> (default): the offer's advertiser. <c>several</c> writes <c>adv</c> with the token of the buyer's Sub ID, which holds the
    /// advertiser's id; the event is then named by its third-party name, which each of them has.</param>
    public sealed record Request(
        string? Source,
        OfferEventId? Event = null,
        string? Amounts = null,
        string? Ids = null,
        AffiliateId? AffiliateId = null,
        string? Believed = null,
        string? Buyers = null
    );

    public sealed record Response(string Url);

    public async Task<Result<Response>> RunAsync(Actor actor, OfferId offerId, Request request, CancellationToken cancellation = default)
    {
        // The URL carries a token whose bearer's amounts are believed.
        if (!actor.May(Permission.ChangeConfiguration))
            return new Forbidden(Permission.ChangeConfiguration);
        var picture = await configuration.GetAsync(cancellation);
        if (!picture.Offers.TryGetValue(offerId.Value, out var offer))
            return new Missing($"Offer {offerId}");
        var validation = new Validation();
        var caller =
            Word(validation, "source", request.Source, "ringba", "ringpost") == "ringpost"
                ? ClicklessCaller.Ringpost
                : ClicklessCaller.Ringba;
        var isStatic = Word(validation, "ids", request.Ids, "tokens", "static") == "static";
        var forAll = Word(validation, "believed", request.Believed, "offer", "all") == "all";
        var several = Word(validation, "buyers", request.Buyers, "one", "several") == "several";
        var amounts = Word(validation, "amounts", request.Amounts, "", "both", "received", "none");
        var chosen = request.Event is { } eventId ? picture.Events.GetValueOrDefault(eventId.Value) : null;
        if (request.Event is not null && chosen?.AdvertiserId != offer.AdvertiserId)
            validation.Add("event", $"Event {request.Event} is not one of this offer's advertiser.");
        if (request.AffiliateId is { } affiliate && !picture.Affiliates.ContainsKey(affiliate.Value))
            validation.Add("affiliateId", $"Affiliate {affiliate} does not exist.");
        if (several && chosen is { ThirdPartyName: null } && chosen.Id != picture.DefaultEvents[offer.AdvertiserId])
            validation.Add(
                "event",
                "With several buyers the event is named by its third-party name. Give it one, at each of their advertisers."
            );
        if (validation.HasErrors)
            return validation.ToRefusal();

        var isDefault = chosen is null || chosen.Id == picture.DefaultEvents[offer.AdvertiserId];
        var parts = new ClicklessUrlParts(
            isStatic ? offerId : null,
            isStatic ? request.AffiliateId : null,
            isDefault ? null : (chosen!.Id, chosen.ThirdPartyName),
            Amounts(amounts, isDefault || IsPayable(picture, offer, chosen!)),
            caller,
            offer.Currency.Code,
            forAll ? picture.InstanceToken : offer.Token
        )
        {
            NamesBuyer = several,
        };
        return new Response(ClicklessUrl.Write(urls.TrackingOrigin, parts));
    }

    /// <summary>A macro event is what is paid for; it may have no price here because the call tracker names one.</summary>
    private static bool IsPayable(OfferConfiguration picture, Offer offer, OfferEvent e) =>
        e.Type == OfferEventType.Macro
        || EventInForceRule
            .Decide(e, false, picture.DefaultContractOf(offer), null, picture.OfferEventSettings.GetValueOrDefault((e.Id, offer.Id)), null)
            .Priced;

    private static ClicklessAmounts Amounts(string word, bool isPayable) =>
        word switch
        {
            "both" => ClicklessAmounts.Both,
            "received" => ClicklessAmounts.Received,
            "none" => ClicklessAmounts.None,
            _ => isPayable ? ClicklessAmounts.Both : ClicklessAmounts.None,
        };

    private static string Word(Validation validation, string field, string? value, params string[] words)
    {
        if (string.IsNullOrWhiteSpace(value))
            return words[0];
        foreach (var word in words)
            if (word.Length > 0 && string.Equals(word, value, StringComparison.OrdinalIgnoreCase))
                return word;
        validation.Add(field, $"One of: {string.Join(", ", words.Where(w => w.Length > 0))}.");
        return words[0];
    }

    internal static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
            "/offers/{id}/clickless-postback",
            async (
                HttpContext http,
                OfferId id,
                GenerateClicklessUrl operation,
                string? source,
                OfferEventId? @event,
                string? amounts,
                string? ids,
                AffiliateId? affiliateId,
                string? believed,
                string? buyers
            ) =>
                (
                    await operation.RunAsync(
                        http.Actor(),
                        id,
                        new Request(source, @event, amounts, ids, affiliateId, believed, buyers),
                        http.RequestAborted
                    )
                ).ToOk()
        );
}
