using System.Collections.Frozen;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Rates;

namespace Ringpost.Attribution.Configuration;

/// <summary>
/// The conversion side's configuration as one immutable picture (architecture 4.6). Read it through <c>Snapshot&lt;OfferConfiguration&gt;</c>;
/// a postback reads no database for it.
/// </summary>
public sealed class OfferConfiguration
{
    public required TimeZoneInfo Zone { get; init; }

    public required bool ClicklessEnabled { get; init; }

    /// <summary>A <c>k=</c> that is believed for every offer, so that one pixel can serve many. Empty before the first offer.</summary>
    public string InstanceToken { get; init; } = "";

    public FrozenDictionary<AdvertiserId, Advertiser> Advertisers { get; init; } = FrozenDictionary<AdvertiserId, Advertiser>.Empty;

    public required FrozenDictionary<long, Offer> Offers { get; init; }

    public FrozenDictionary<long, OfferContract> Contracts { get; init; } = FrozenDictionary<long, OfferContract>.Empty;

    public required FrozenDictionary<long, Affiliate> Affiliates { get; init; }

    public required FrozenDictionary<long, OfferCampaign> Campaigns { get; init; }

    /// <summary>The original campaign of offer and affiliate.</summary>
    public required FrozenDictionary<(OfferId Offer, AffiliateId Affiliate), OfferCampaign> Originals { get; init; }

    public required FrozenDictionary<long, OfferEvent> Events { get; init; }

    /// <summary>By advertiser and third-party name, exact including capitals (cake.md 4).</summary>
    public required FrozenDictionary<(AdvertiserId Advertiser, string ThirdPartyName), OfferEvent> EventsByName { get; init; }

    public required FrozenDictionary<AdvertiserId, OfferEventId> DefaultEvents { get; init; }

    public required FrozenDictionary<(OfferEventId Event, OfferId Offer), EventSetting> OfferEventSettings { get; init; }

    public required FrozenDictionary<(OfferEventId Event, OfferCampaignId Campaign), EventSetting> CampaignEventSettings { get; init; }

    public required FrozenDictionary<long, Creative> Creatives { get; init; }

    /// <summary>Only of offers that have any of their own: read through <see cref="ClicksOf"/>.</summary>
    public FrozenDictionary<OfferId, OfferClickSettings> OfferClicks { get; init; } = FrozenDictionary<OfferId, OfferClickSettings>.Empty;

    /// <summary>How long the session cookie lives: it serves every offer.</summary>
    public int LongestCookieDays { get; init; } = OfferClickSettings.DefaultCookieDays;

    public FrozenDictionary<OfferCampaignId, CampaignRedirect> CampaignRedirects { get; init; } =
        FrozenDictionary<OfferCampaignId, CampaignRedirect>.Empty;

    /// <summary>Where clicks go that no campaign, offer or redirect of theirs takes; null is 404 (cake.md 2.10).</summary>
    public string? GlobalRedirect { get; init; }

    /// <summary>What is fired for conversions, by place; only places where something is set (cake.md 7.1).</summary>
    public FrozenDictionary<PixelPlace, AffiliatePixel> Pixels { get; init; } = FrozenDictionary<PixelPlace, AffiliatePixel>.Empty;

    /// <summary>Of offers that are bound to a list: who may be named in <c>adv</c>. Other offers take any advertiser.</summary>
    public FrozenDictionary<OfferId, FrozenSet<AdvertiserId>> ListedBuyers { get; init; } =
        FrozenDictionary<OfferId, FrozenSet<AdvertiserId>>.Empty;

    public CapBook Caps { get; init; } = CapBook.Empty;

    public RateBook Rates { get; init; } = RateBook.Empty;

    public required WhitelistRow[] Whitelist { get; init; }

    public OfferClickSettings ClicksOf(OfferId offer) => OfferClicks.GetValueOrDefault(offer) ?? OfferClickSettings.Default(offer);

    /// <summary>The contract that a campaign runs on: its own, else the offer's default.</summary>
    public OfferContract ContractOf(Offer offer, OfferCampaign campaign) =>
        campaign.ContractId is { } id && Contracts.TryGetValue(id.Value, out var own) ? own : DefaultContractOf(offer);

    /// <summary>Whether the advertiser may buy on the offer: its own always, another one unless the offer has a list without it.</summary>
    public bool MayBuy(Offer offer, AdvertiserId advertiser) =>
        advertiser == offer.AdvertiserId || !ListedBuyers.TryGetValue(offer.Id, out var listed) || listed.Contains(advertiser);

    /// <summary>The events that an offer can meet: its advertiser's, and those of listed buyers and of others that the offer has settings for.</summary>
    public IEnumerable<OfferEvent> EventsOn(Offer offer)
    {
        var advertisers = new HashSet<AdvertiserId> { offer.AdvertiserId };
        if (ListedBuyers.TryGetValue(offer.Id, out var listed))
            advertisers.UnionWith(listed);
        foreach (var setting in OfferEventSettings.Values.Concat(CampaignEventSettings.Values))
            if (setting.OfferId == offer.Id && Events.TryGetValue(setting.EventId.Value, out var set))
                advertisers.Add(set.AdvertiserId);
        return Events.Values.Where(e => advertisers.Contains(e.AdvertiserId));
    }

    public OfferContract DefaultContractOf(Offer offer) =>
        Contracts.TryGetValue(offer.DefaultContractId.Value, out var standard) ? standard : OfferContract.DefaultOf(offer);
}
