using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Conversions;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Whitelist;
using Ringpost.Delivery;
using Ringpost.Delivery.Outbox;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Storage.Waking;
using Ringpost.Testing;

namespace Ringpost.Attribution.Tests;

/// <summary>A network in a fresh database, and short words to fill it.</summary>
internal sealed class Network(TestDatabase test) : IAsyncDisposable
{
    public static readonly Actor Reader = new("user:2", "Reader", Role.ReadOnly, Rights: [Permission.SeeRevenue]);

    public TestDatabase Test { get; } = test;

    public Database Database => Test.Database;

    public ConfigurationVersion Version => Test.Configuration;

    public Identifiers Identifiers { get; } = new(TimeProvider.System);

    public Approval Approval { get; } = new(new Firing(new Outbox(new Identifiers(TimeProvider.System), new Wake(TimeProvider.System))));

    public Snapshot<OfferConfiguration> Snapshot { get; } = new(test.Database, test.Configuration, OfferConfigurationReader.ReadAsync);

    public static async Task<Network> OpenAsync(Dialect dialect) =>
        new(await TestDatabase.OpenAsync(dialect, TimeProvider.System, DeliveryModule.Schema, AttributionModule.Schema));

    public async Task<Advertiser> AdvertiserAsync(string name = "Acme") =>
        (await new CreateAdvertiser(Database, Version).RunAsync(Actor.System, new(name))).Value;

    public async Task<EventAnswer> EventAsync(
        AdvertiserId advertiser,
        string name,
        string? thirdPartyName = null,
        string type = "macro",
        decimal? payout = null,
        decimal? received = null
    ) =>
        (
            await new CreateEvent(Database, Version).RunAsync(
                Actor.System,
                advertiser,
                new(name, type, thirdPartyName, Payout: payout, Received: received)
            )
        ).Value;

    public async Task<OfferAnswer> OfferAsync(AdvertiserId advertiser, decimal? payout = 10, decimal? received = 20) =>
        (
            await new CreateOffer(Database, Version, Identifiers).RunAsync(
                Actor.System,
                new("Home insurance", advertiser, Payout: payout, Received: received)
            )
        ).Value;

    public async Task<Affiliate> AffiliateAsync(string name = "Publisher One") =>
        (await new CreateAffiliate(Database, Version).RunAsync(Actor.System, new(name))).Value;

    public async Task<OfferCampaignAnswer> CampaignAsync(OfferId offer, AffiliateId affiliate, decimal? payout = null) =>
        (await new CreateOfferCampaign(Database, Version).RunAsync(Actor.System, new(offer, affiliate, payout))).Value;

    public async Task SwitchClicklessAsync(bool on) =>
        Assert(await new SetClicklessSettings(Database, Version).RunAsync(Actor.System, new(on)));

    public async Task<WhitelistAnswer> WhitelistAsync(
        AdvertiserId advertiser,
        string from,
        string to,
        OfferId? offer = null,
        int? perSecond = null
    ) => (await new AddWhitelistRow(Database, Version, Approval).RunAsync(Actor.System, new(advertiser, from, to, offer, perSecond))).Value;

    public async ValueTask DisposeAsync()
    {
        Snapshot.Dispose();
        await Test.DisposeAsync();
    }

    private static void Assert<T>(Result<T> result) => _ = result.Value;
}
