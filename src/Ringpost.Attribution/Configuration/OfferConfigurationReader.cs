using System.Collections.Frozen;
using System.Data.Common;
using Ringpost.Attribution.Advertisers;
using Ringpost.Attribution.AffiliatePostbacks;
using Ringpost.Attribution.Affiliates;
using Ringpost.Attribution.Buyers;
using Ringpost.Attribution.Caps;
using Ringpost.Attribution.Clickless;
using Ringpost.Attribution.Clicks;
using Ringpost.Attribution.Contracts;
using Ringpost.Attribution.Creatives;
using Ringpost.Attribution.Events;
using Ringpost.Attribution.OfferCampaigns;
using Ringpost.Attribution.Offers;
using Ringpost.Attribution.Rates;
using Ringpost.Attribution.Whitelist;
using Ringpost.Storage.Settings;

namespace Ringpost.Attribution.Configuration;

/// <summary>Reads the whole configuration of the conversion side for <c>Snapshot&lt;OfferConfiguration&gt;</c>.</summary>
public static class OfferConfigurationReader
{
    public static async Task<OfferConfiguration> ReadAsync(DbConnection connection)
    {
        var advertisers = await AdvertisersSql.ListAsync(connection, null, null, long.MaxValue, int.MaxValue);
        var events = await OfferEventsSql.ListAllAsync(connection);
        var campaigns = await OfferCampaignsSql.ListAllAsync(connection);
        var settings = await EventSettingsSql.ListAsync(connection);
        var clicks = await ClickSettingsSql.ListAsync(connection);
        var instance = await Instance.ReadAsync(connection);
        return new OfferConfiguration
        {
            Zone = instance.Zone,
            ClicklessEnabled = await ClicklessSettingsSql.ReadEnabledAsync(connection),
            InstanceToken = await ClicklessSettingsSql.ReadTokenAsync(connection),
            Advertisers = advertisers.ToFrozenDictionary(a => a.Id),
            DefaultEvents = advertisers.ToFrozenDictionary(a => a.Id, a => a.DefaultEventId),
            Offers = (await OffersSql.ListAllAsync(connection)).ToFrozenDictionary(o => o.Id.Value),
            Creatives = (await CreativesSql.ListAllAsync(connection)).ToFrozenDictionary(c => c.Id.Value),
            OfferClicks = clicks.ToFrozenDictionary(c => c.OfferId),
            LongestCookieDays = clicks.Select(c => c.CookieDays).Append(OfferClickSettings.DefaultCookieDays).Max(),
            CampaignRedirects = (await ClickSettingsSql.ListRedirectsAsync(connection)).ToFrozenDictionary(r => r.CampaignId),
            GlobalRedirect = await ClickSettingsSql.ReadGlobalRedirectAsync(connection),
            Contracts = (await ContractsSql.ListAllAsync(connection)).ToFrozenDictionary(c => c.Id.Value),
            Affiliates = (await AffiliatesSql.ListAllAsync(connection)).ToFrozenDictionary(a => a.Id.Value),
            Campaigns = campaigns.ToFrozenDictionary(c => c.Id.Value),
            Originals = campaigns.Where(c => c.Original).ToFrozenDictionary(c => (c.OfferId, c.AffiliateId)),
            Events = events.ToFrozenDictionary(e => e.Id.Value),
            EventsByName = events.Where(e => e.ThirdPartyName is not null).ToFrozenDictionary(e => (e.AdvertiserId, e.ThirdPartyName!)),
            OfferEventSettings = settings.Where(s => s.CampaignId is null).ToFrozenDictionary(s => (s.EventId, s.OfferId)),
            CampaignEventSettings = settings.Where(s => s.CampaignId is not null).ToFrozenDictionary(s => (s.EventId, s.CampaignId!.Value)),
            Pixels = (await AffiliatePixelsSql.ListAsync(connection)).ToFrozenDictionary(p => p.Place),
            ListedBuyers = await OfferBuyersSql.ListAsync(connection),
            Caps = await CapsSql.ReadBookAsync(connection),
            Rates = await RatesSql.ReadBookAsync(connection, instance.Currency),
            Whitelist = [.. await WhitelistSql.ListAllAsync(connection)],
        };
    }
}
