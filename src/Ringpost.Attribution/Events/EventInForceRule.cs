using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Postbacks;

namespace Ringpost.Attribution.Events;

/// <summary>What counts of an event on an offer, and on a campaign of it (cake.md 2.6 step 9, 4): the closest level that says something.</summary>
internal static class EventInForceRule
{
    public static EventInForce Decide(
        OfferEvent offerEvent,
        bool isDefault,
        OfferContract contract,
        OfferCampaign? campaign,
        EventSetting? atOffer,
        EventSetting? atCampaign
    )
    {
        var active = offerEvent.Active && (atOffer?.Active ?? true) && (atCampaign?.Active ?? true);
        var publish = atCampaign?.Publish ?? atOffer?.Publish ?? offerEvent.Publish;
        var terms = PriceTermsRule.Decide(contract, campaign, offerEvent, isDefault, atOffer, atCampaign);
        return new EventInForce(
            active,
            publish,
            publish ? terms.Paid.Value / 1_000_000m : 0,
            terms.Received.Value / 1_000_000m,
            publish && terms.Paid.IsShare,
            terms.Received.IsShare
        );
    }

    public static EventSettingAnswer Answer(
        OfferEvent e,
        OfferEventId defaultEventId,
        OfferContract contract,
        OfferCampaign? campaign,
        EventSetting? atOffer,
        EventSetting? atCampaign
    )
    {
        var own = campaign is null ? atOffer : atCampaign;
        return new EventSettingAnswer(
            e.Id,
            e.Name,
            e.ThirdPartyName,
            EventWords.Of(e.Type),
            e.Id == defaultEventId,
            own?.Active,
            own?.Publish,
            own?.Payout / 1_000_000m,
            own?.Received / 1_000_000m,
            Decide(e, e.Id == defaultEventId, contract, campaign, atOffer, atCampaign),
            own?.PriceFormat is { } format ? OfferWords.Of(format) : null
        )
        {
            MinimumSeconds = atOffer?.MinimumSeconds,
        };
    }
}
