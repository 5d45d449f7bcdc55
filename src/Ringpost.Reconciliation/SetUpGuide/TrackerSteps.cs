using Ringpost.Attribution;
using Ringpost.Attribution.Configuration;
using Ringpost.Primitives;

namespace Ringpost.Reconciliation.SetUpGuide;

/// <summary>The tracker's half of the article, where the tracker is here. Without I/O.</summary>
internal static class TrackerSteps
{
    public static SetUpStep Advertiser(SetUpFacts facts, SetUpVariant variant)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Advertiser,
            SetUpPart.Tracker,
            "Advertiser",
            variant == SetUpVariant.AdvertiserHasRingba
                ? "Who has the Ringba account and pays you for calls."
                : "Who pays for calls. What can be counted are its events."
        );
        return AdvertiserOf(facts) is { } id && facts.Offers.Advertisers.TryGetValue(id, out var found)
            ? step.Done(
                "It has a default event; a single payable action needs no other.",
                new SearchHit(SearchKind.Advertiser, $"{found.Id}", found.Name, $"ID {found.Id}")
            )
            : step.Open("No advertiser yet.", new(SetUpAction.CreateAdvertiser));
    }

    public static SetUpStep Event(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Event,
            SetUpPart.Tracker,
            "Events with a third party name",
            "To count more than the payable call, as each incoming one: an event each, with a third party name that the pixel writes as en=."
        );
        if (AdvertiserOf(facts) is not { } id)
            return step.Later("The advertiser");
        var named = NamedEvents(facts.Offers, id);
        return named.Count > 0
            ? step.Done("Names are compared exactly, capitals too.", [.. named.Select(SetUpFound.Of)])
            : step.Open("Not needed for a single payable action: that is the default event.", new(SetUpAction.CreateEvent, $"{id}"))
                .Copy(new SetUpCopy("Third Party Name, as an example", "incoming")) with
            {
                State = SetUpState.Optional,
            };
    }

    public static SetUpStep Offer(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Offer,
            SetUpPart.Tracker,
            "Offer",
            "What is promoted, and its price. Its id becomes the Tracking ID of the campaign in the call tracker."
        );
        return facts.Picks.Offer is { } offer ? step.Done($"Its id is {offer.Id}.", SetUpFound.Of(offer))
            : facts.Offers.Advertisers.Count == 0 ? step.Later("The advertiser")
            : step.Open("No offer that takes conversions yet.", new(SetUpAction.CreateOffer));
    }

    public static SetUpStep Affiliate(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Affiliate,
            SetUpPart.Tracker,
            "Affiliate",
            "Who sends the calls. Its id becomes the Sub ID of the publisher in the call tracker."
        );
        return facts.Picks.Affiliate is { } affiliate
            ? step.Done($"Its id is {affiliate.Id}.", SetUpFound.Of(affiliate))
            : step.Open("No active affiliate yet.", new(SetUpAction.CreateAffiliate));
    }

    public static SetUpStep OfferCampaign(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.OfferCampaign,
            SetUpPart.Tracker,
            "Campaign of offer and affiliate",
            "Offer and affiliate together name the campaign that a call is booked to."
        );
        return facts.Picks switch
        {
            { Pair: { } pair, Offer: { } offer, Affiliate: { } affiliate } => step.Done(
                $"{affiliate.Name} runs {offer.Name}.",
                SetUpFound.Of(pair)
            ),
            { Offer: null } => step.Later("The offer"),
            { Affiliate: null } => step.Later("The affiliate"),
            var picks => step.Open(
                $"{picks.Affiliate.Name} has no active campaign for {picks.Offer.Name}.",
                new(SetUpAction.CreateOfferCampaign)
            ),
        };
    }

    public static SetUpStep Clickless(SetUpFacts facts)
    {
        var step = SetUpStep.Of(
            SetUpStepName.Clickless,
            SetUpPart.Tracker,
            "Clickless postback",
            "A call has no click. Conversions without one are taken only where this is switched on."
        );
        return facts.Offers.ClicklessEnabled
            ? step.Done("Switched on.")
            : step.Open("Switched off: every clickless postback is refused.", new(SetUpAction.SwitchClicklessOn));
    }

    /// <summary>Events of an advertiser that a pixel can name, the oldest first.</summary>
    public static IReadOnlyList<OfferEvent> NamedEvents(OfferConfiguration offers, AdvertiserId advertiser) =>
        [
            .. offers
                .Events.Values.Where(e => e.AdvertiserId == advertiser && e is { Active: true, ThirdPartyName: not null })
                .OrderBy(e => e.Id.Value),
        ];

    private static AdvertiserId? AdvertiserOf(SetUpFacts facts) =>
        facts.Picks.Offer?.AdvertiserId
        ?? facts.Offers.Advertisers.Keys.OrderByDescending(a => a.Value).Select(a => (AdvertiserId?)a).FirstOrDefault();
}
