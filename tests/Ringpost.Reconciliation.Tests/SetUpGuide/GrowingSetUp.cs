using System.Collections.Frozen;
using Ringpost.Attribution;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.Configuration;
using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Pixels;
using Ringpost.Delivery.Outbox;
using Ringpost.Delivery.Templates;
using Ringpost.Primitives;
using Ringpost.Reconciliation.SetUpGuide;

namespace Ringpost.Reconciliation.Tests.SetUpGuide;

/// <summary>A set-up that grows thing by thing in the order of the article, up to and with <see cref="Until"/>; right unless a property says otherwise.</summary>
internal sealed record GrowingSetUp(SetUpStepName? Until)
{
    public const string OwnUrl =
        "https://track.example/m.ashx?o=[tag:Campaign:TrackingId]&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]&p=[Call:ConversionAmount]";

    public const string CakeUrl =
        "https://cake.example/m.ashx?o=[tag:Campaign:TrackingId]&f=pb&pubid=[tag:Publisher:SubId]&t=[Call:InboundCallId]";

    private static readonly Instant Then = new(0);
    private static readonly AdvertiserId Acme = new(1);
    private static readonly CallCampaignId Campaign = new("CA1");
    private static readonly PublisherId CallHouse = new("AF1");
    private static readonly BuyerId Buyer = new("BU1");
    private static readonly TargetId Target = new("TA1");

    public string TrackingId { get; init; } = "12";

    public string SubId { get; init; } = "34";

    public string? ThirdPartyName { get; init; }

    public long Revenue { get; init; } = 25_000_000;

    public bool NumberHasPublisher { get; init; } = true;

    public string PixelUrl { get; init; } = OwnUrl;

    public bool PixelAttached { get; init; } = true;

    public bool ShowsSecrets { get; init; } = true;

    public WhitelistRow[] Whitelist { get; init; } = [];

    public SetUpProof Proof { get; init; } = new();

    public static CallSummary Call(bool test) =>
        new(
            new CallId("019a3f00111172228333444455556666"),
            Then,
            "+16615550106",
            "+12025550181",
            new NumberId("NU1"),
            Campaign,
            "Auto insurance",
            CallHouse,
            "Call House",
            Target,
            "Line 1",
            Buyer,
            "Acme",
            false,
            true,
            true,
            true,
            false,
            false,
            false,
            test,
            95,
            90,
            25_000_000,
            15_000_000,
            Currency.Usd,
            "Caller",
            new CallReasons(null, null, null, null)
        );

    public IReadOnlyList<SetUpStep> Steps(SetUpVariant variant) =>
        SetUpRule.Steps(
            variant,
            new SetUpFacts(
                Calls(),
                Offers(),
                Has(SetUpStepName.Pixel)
                    ?
                    [
                        new PixelSetting(
                            new PixelId("EV1"),
                            "To tracker",
                            PixelEvent.Payout,
                            PixelUrl,
                            "GET",
                            new Dictionary<string, string>(),
                            null,
                            null,
                            SuccessRule.CakeEnvelope,
                            true,
                            Then
                        ),
                    ]
                    : [],
                Has(SetUpStepName.Carrier)
                    ? [new SetUpCarrier("C1", "Simulator", true, "https://calls.example/voice", "https://calls.example/status")]
                    : [],
                "https://track.example",
                u => u.Host == "track.example",
                ShowsSecrets,
                Proof
            )
        );

    public SetUpStep Step(SetUpVariant variant, SetUpStepName name) => Steps(variant).Single(s => s.Name == name);

    private bool Has(SetUpStepName name) => Until is { } until && name <= until;

    private CallConfiguration Calls() =>
        new()
        {
            Zone = TimeZoneInfo.Utc,
            Campaigns = Only(
                SetUpStepName.CallCampaign,
                Campaign,
                new CallCampaign(Campaign, "Auto insurance", "US", TrackingId, Currency.Usd, true, 1, false, Then)
            ),
            Publishers = Only(SetUpStepName.Publisher, CallHouse, new Publisher(CallHouse, "Call House", SubId, true, Then)),
            Buyers = Only(SetUpStepName.Buyer, Buyer, new Buyer(Buyer, "Acme", "", true, Then)),
            Targets = Only(
                SetUpStepName.Target,
                Target,
                new Target(Target, "Line 1", Buyer, new Destination(DestinationType.Number, "+12025550190"), 30, null, true, Then)
            ),
            Routes = Only<CallCampaignId, Route[]>(
                SetUpStepName.Route,
                Campaign,
                [new(new RouteId("CR1"), Campaign, Target, 1, 1, new(ConvertOn.CallLength, 60, TimerStart.Connected, Revenue), true, Then)]
            ),
            Payouts = Only<CallCampaignId, PayoutRule[]>(
                SetUpStepName.Payout,
                Campaign,
                [new(new PayoutRuleId("PS1"), Campaign, null, 1, PayoutOn.CallLength, 60, TimerStart.Connected, 15_000_000, Then)]
            ),
            Numbers = Only(
                SetUpStepName.Number,
                "+12025550181",
                new TrackingNumber(
                    new NumberId("NU1"),
                    PhoneNumber.FromStored("+12025550181"),
                    Campaign,
                    NumberHasPublisher ? CallHouse : null,
                    true,
                    Then
                )
            ),
            Pixels = Only<CallCampaignId, Pixel[]>(
                PixelAttached ? SetUpStepName.Pixel : SetUpStepName.RealCall,
                Campaign,
                [
                    new(
                        new PixelId("EV1"),
                        "To tracker",
                        PixelEvent.Payout,
                        TokenTemplate.Parse(PixelUrl),
                        "GET",
                        new Dictionary<string, TokenTemplate>(),
                        null,
                        null,
                        SuccessRule.CakeEnvelope,
                        true,
                        Then
                    ),
                ]
            ),
        };

    private OfferConfiguration Offers()
    {
        OfferEvent[] events =
        [
            new(new OfferEventId(1), Acme, "Default", null, OfferEventType.Macro, false, true, true, 0, 0, Then),
            .. ThirdPartyName is null
                ? Array.Empty<OfferEvent>()
                : [new(new OfferEventId(2), Acme, "Incoming call", ThirdPartyName, OfferEventType.Micro, false, true, true, 0, 0, Then)],
        ];
        var offer = new Offer(
            new OfferId(12),
            "Auto offer",
            Acme,
            Currency.Usd,
            0,
            0,
            PriceFormat.Cpa,
            OfferStatus.Public,
            false,
            true,
            "offer-token",
            new CreativeId(1),
            Then
        );
        var affiliate = new Affiliate(new AffiliateId(34), "Call House affiliate", AccountStatus.Active, null, Then);
        var pair = new OfferCampaign(new OfferCampaignId(7), offer.Id, affiliate.Id, true, AccountStatus.Active, null, null, Then);
        return new OfferConfiguration
        {
            Zone = TimeZoneInfo.Utc,
            ClicklessEnabled = Has(SetUpStepName.Clickless),
            InstanceToken = "instance-token",
            Advertisers = Only(SetUpStepName.Advertiser, Acme, new Advertiser(Acme, "Acme", new OfferEventId(1), Then)),
            Offers = Only(SetUpStepName.Offer, 12L, offer),
            Affiliates = Only(SetUpStepName.Affiliate, 34L, affiliate),
            Campaigns = Only(SetUpStepName.OfferCampaign, 7L, pair),
            Originals = Only(SetUpStepName.OfferCampaign, (offer.Id, affiliate.Id), pair),
            Events = events.ToFrozenDictionary(e => e.Id.Value),
            EventsByName = events.Where(e => e.ThirdPartyName is not null).ToFrozenDictionary(e => (e.AdvertiserId, e.ThirdPartyName!)),
            DefaultEvents = new Dictionary<AdvertiserId, OfferEventId> { [Acme] = new OfferEventId(1) }.ToFrozenDictionary(),
            OfferEventSettings = FrozenDictionary<(OfferEventId, OfferId), EventSetting>.Empty,
            CampaignEventSettings = FrozenDictionary<(OfferEventId, OfferCampaignId), EventSetting>.Empty,
            Creatives = FrozenDictionary<long, Creative>.Empty,
            Whitelist = Whitelist,
        };
    }

    private FrozenDictionary<TKey, TValue> Only<TKey, TValue>(SetUpStepName name, TKey key, TValue value)
        where TKey : notnull =>
        Has(name) ? new Dictionary<TKey, TValue> { [key] = value }.ToFrozenDictionary() : FrozenDictionary<TKey, TValue>.Empty;
}
