using System.Collections.Frozen;
using Ringpost.Attribution;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Reconciliation.PixelSetUp;

namespace Ringpost.Reconciliation.Tests.PixelSetUp;

/// <summary>The article's set-up on both sides, right unless a property says otherwise: offer 12, affiliates 34 (with a campaign) and 36 (without).</summary>
internal sealed class BothSides
{
    private static readonly Instant Then = new(0);
    private static readonly AdvertiserId Acme = new(1);
    private static readonly CallCampaignId Campaign = new("CA1");
    private static readonly PublisherId CallHouse = new("AF1");

    public string TrackingId { get; init; } = "12";

    public string SubId { get; init; } = "34";

    public bool Clickless { get; init; } = true;

    public bool HasPublisher { get; init; } = true;

    public int Numbers { get; init; } = 1;

    public OfferStatus OfferStatus { get; init; } = OfferStatus.Public;

    public AccountStatus AffiliateStatus { get; init; } = AccountStatus.Active;

    public AccountStatus CampaignStatus { get; init; } = AccountStatus.Active;

    /// <summary>The Sub IDs of the buyers whose targets take the calls; a null one is a target without buyer.</summary>
    public string?[] BuyerSubIds { get; init; } = [];

    /// <summary>Null takes any advertiser as a buyer.</summary>
    public long[]? ListedBuyers { get; init; }

    public string BetaStatus { get; init; } = "active";

    public PixelSetUpReport Check(string url)
    {
        var campaign = new CallCampaign(Campaign, "Auto insurance", "US", TrackingId, Currency.Usd, true, 1, false, Then);
        return PixelSetUpCheck.Run(Calls(campaign, url), Offers(), campaign, u => u.Host == "track.example");
    }

    /// <summary>What a dry run on a past call of the publisher says, and what one without a call says.</summary>
    public (IEnumerable<string> OnCall, IEnumerable<string> OnSample) Try(string url)
    {
        var campaign = new CallCampaign(Campaign, "Auto insurance", "US", TrackingId, Currency.Usd, true, 1, false, Then);
        var (calls, offers) = (Calls(campaign, url), Offers());
        var pixel = calls.Pixels[Campaign][0];
        var publisher = HasPublisher ? calls.Publishers[CallHouse] : null;
        return (
            PixelSetUpCheck.Of(calls, offers, campaign, publisher, pixel, u => u.Host == "track.example").Select(f => f.Message.ToString()),
            EventLint.Of(offers, pixel, u => u.Host == "track.example").Select(w => $"{w}")
        );
    }

    private CallConfiguration Calls(CallCampaign campaign, string url) =>
        new()
        {
            Zone = TimeZoneInfo.Utc,
            Campaigns = new[] { campaign }.ToFrozenDictionary(c => c.Id),
            Publishers = new[] { new Publisher(CallHouse, "Call House", SubId, true, Then) }.ToFrozenDictionary(p => p.Id),
            Buyers = BuyerSubIds
                .Select((subId, i) => new Buyer(new BuyerId($"BU{i}"), $"Buyer {i}", subId ?? "", true, Then))
                .ToFrozenDictionary(b => b.Id),
            Targets = BuyerSubIds
                .Select(
                    (subId, i) =>
                        new Target(
                            new TargetId($"TA{i}"),
                            $"Desk {i}",
                            subId is null ? null : new BuyerId($"BU{i}"),
                            new Destination(DestinationType.Number, "+12125550110"),
                            30,
                            null,
                            true,
                            Then
                        )
                )
                .ToFrozenDictionary(t => t.Id),
            Numbers = Enumerable
                .Range(0, Numbers)
                .Select(i => new TrackingNumber(
                    new NumberId($"NU{i}"),
                    PhoneNumber.FromStored($"+1202555018{i}"),
                    Campaign,
                    HasPublisher ? CallHouse : null,
                    true,
                    Then
                ))
                .ToFrozenDictionary(n => n.Number.E164),
            Routes = new Dictionary<CallCampaignId, Route[]>
            {
                [Campaign] =
                [
                    .. BuyerSubIds.Select(
                        (_, i) => new Route(new RouteId($"RO{i}"), Campaign, new TargetId($"TA{i}"), 1, 1, null!, true, Then)
                    ),
                ],
            }.ToFrozenDictionary(),
            Payouts = FrozenDictionary<CallCampaignId, PayoutRule[]>.Empty,
            Pixels = new Dictionary<CallCampaignId, Pixel[]>
            {
                [Campaign] =
                [
                    new(
                        new PixelId("EV1"),
                        "Payout to tracker",
                        PixelEvent.Payout,
                        TokenTemplate.Parse(url),
                        "GET",
                        new Dictionary<string, TokenTemplate>(),
                        null,
                        null,
                        SuccessRule.CakeEnvelope,
                        true,
                        Then
                    ),
                ],
            }.ToFrozenDictionary(),
        };

    private OfferConfiguration Offers()
    {
        OfferEvent[] events =
        [
            new(new OfferEventId(1), Acme, "Default", null, OfferEventType.Macro, false, true, true, 0, 0, Then),
            new(new OfferEventId(2), Acme, "Payable call", "Payable", OfferEventType.Macro, false, true, true, 0, 0, Then),
            new(new OfferEventId(3), new AdvertiserId(2), "Another's", "Theirs", OfferEventType.Macro, false, true, true, 0, 0, Then),
            new(new OfferEventId(4), Acme, "Switched off", "Off", OfferEventType.Micro, false, true, false, 0, 0, Then),
        ];
        var offer = new Offer(
            new OfferId(12),
            "Auto insurance offer",
            Acme,
            Currency.Usd,
            0,
            0,
            PriceFormat.Cpa,
            OfferStatus,
            false,
            true,
            "k",
            new CreativeId(1),
            Then
        );
        Affiliate[] affiliates =
        [
            new(new AffiliateId(34), "Call House affiliate", AffiliateStatus, null, Then),
            new(new AffiliateId(36), "Without campaign", AccountStatus.Active, null, Then),
        ];
        var pair = new OfferCampaign(new OfferCampaignId(7), offer.Id, affiliates[0].Id, true, CampaignStatus, null, null, Then);
        return new OfferConfiguration
        {
            Zone = TimeZoneInfo.Utc,
            ClicklessEnabled = Clickless,
            Advertisers = new Advertiser[]
            {
                new(Acme, "Acme", new OfferEventId(1), Then),
                new(new AdvertiserId(2), "Beta", new OfferEventId(3), Then, BetaStatus),
            }.ToFrozenDictionary(a => a.Id),
            ListedBuyers = ListedBuyers is null
                ? FrozenDictionary<OfferId, FrozenSet<AdvertiserId>>.Empty
                : new Dictionary<OfferId, FrozenSet<AdvertiserId>>
                {
                    [offer.Id] = ListedBuyers.Select(a => new AdvertiserId(a)).ToFrozenSet(),
                }.ToFrozenDictionary(),
            Offers = new[] { offer }.ToFrozenDictionary(o => o.Id.Value),
            Affiliates = affiliates.ToFrozenDictionary(a => a.Id.Value),
            Campaigns = new[] { pair }.ToFrozenDictionary(c => c.Id.Value),
            Originals = new[] { pair }.ToFrozenDictionary(c => (c.OfferId, c.AffiliateId)),
            Events = events.ToFrozenDictionary(e => e.Id.Value),
            EventsByName = events.Where(e => e.ThirdPartyName is not null).ToFrozenDictionary(e => (e.AdvertiserId, e.ThirdPartyName!)),
            DefaultEvents = new Dictionary<AdvertiserId, OfferEventId> { [Acme] = new OfferEventId(1) }.ToFrozenDictionary(),
            OfferEventSettings = FrozenDictionary<(OfferEventId, OfferId), EventSetting>.Empty,
            CampaignEventSettings = FrozenDictionary<(OfferEventId, OfferCampaignId), EventSetting>.Empty,
            Creatives = FrozenDictionary<long, Creative>.Empty,
            Whitelist = [],
        };
    }
}
