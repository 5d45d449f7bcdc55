using System.Globalization;
using System.Text;
using Dapper;
using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Import;
using Ringpost.Attribution.Tests.Postbacks;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Storage.Settings;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Attribution.Tests.Import;

/// <summary>Price formats, review, minimum seconds, redirects, caps on the lines of their owners: what our model has of CAKE's smaller settings.</summary>
public sealed class ImportCakeSettingsTests
{
    [Theory, EachDatabase]
    public async Task Each_level_keeps_what_its_price_is_a_price_of(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = Cake();
        cake["offer_contracts.csv"] = """
            offer_contract_id,offer_id,offer_contract_name,price_format,payout,received,received_percentage,offer_contract_is_default
            1456,10084,Standard,RevShare,70,100,TRUE,TRUE
            1457,10084,Flat,CPA,14.00,22,FALSE,FALSE
            """;
        cake["campaigns.csv"] = """
            campaign_id,affiliate_id,offer_id,offer_contract_id,account_status_id,original,payout,payout_is_percentage,price_format
            90001,7001,10084,1456,1,TRUE,60,TRUE,
            90002,7001,10084,1457,1,FALSE,9,,
            90003,7002,10085,,1,TRUE,,,
            """;
        var picture = await StoreAsync(tracker, cake);
        Assert.Equal((PriceFormat.RevShare, true), (picture.Contracts[1456].PriceFormat, picture.Contracts[1456].ReceivedIsPercentage));
        Assert.Equal((60_000_000L, PriceFormat.RevShare), (picture.Campaigns[90001].Payout, picture.Campaigns[90001].PriceFormat));
        // What is not said is the contract's, and stays so when the contract's changes.
        Assert.Equal((9_000_000L, PriceFormat.Cpa), (picture.Campaigns[90002].Payout, picture.Campaigns[90002].PriceFormat));
        Assert.Equal((PriceFormat.RevShare, 25_000_000L), (picture.Events[23].PriceFormat, picture.Events[23].Payout));
        var (own, offer) = (new OfferCampaignId(90001), new OfferId(10084));
        Assert.Equal(PriceFormat.Cpe, picture.OfferEventSettings[(new OfferEventId(24), offer)].PriceFormat);
        Assert.Equal(PriceFormat.RevShare, picture.CampaignEventSettings[(new OfferEventId(24), own)].PriceFormat);

        await tracker.SendAsync("o=10084&pubid=7001&f=pb&t=SHARE&p=200");
        await tracker.SendAsync("o=10084&pubid=7001&f=pb&t=EVENT&en=Paid&p=200");
        var money = (await tracker.ConversionsAsync()).Where(c => c.TransactionId is "SHARE" or "EVENT").Select(c => c.Money);
        Assert.Equal(["200/120 pending REVIEW", "200/50 pending REVIEW"], money);
    }

    [Theory, EachDatabase]
    public async Task Review_minimum_seconds_redirects_status_and_caps_come_over(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var picture = await StoreAsync(tracker, Cake());
        Assert.Equal("inactive", picture.Advertisers[new AdvertiserId(502)].Status);
        Assert.True(picture.Affiliates[7001].Review);
        Assert.False(picture.Affiliates[7002].Review);
        Assert.True(picture.Campaigns[90002].Review);
        Assert.Equal(new AutoDisposition(AutoDispositionType.Approve, 48), picture.Offers[10084].AutoDisposition);
        Assert.Equal(new AutoDisposition(AutoDispositionType.Reject, 12), picture.Campaigns[90002].AutoDisposition);
        Assert.Null(picture.Campaigns[90001].AutoDisposition);
        Assert.Equal(0, picture.Campaigns[90003].Payout);
        var setting = picture.OfferEventSettings[(new OfferEventId(24), new OfferId(10084))];
        Assert.Equal((30, 1_000_000L), (setting.MinimumSeconds, setting.Payout));

        var clicks = picture.ClicksOf(new OfferId(10084));
        Assert.Equal(
            (new OfferId(10085), RegenerationType.IpAndUserAgent, 600),
            (clicks.RedirectOfferId, clicks.RegenerationType, clicks.RegenerationSeconds)
        );
        Assert.Equal(new OfferId(10085), picture.CampaignRedirects[new OfferCampaignId(90001)].RedirectOfferId);
        Assert.True(picture.CampaignRedirects[new OfferCampaignId(90002)].Redirect404);
        var caps = await tracker.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<string>(
                    "SELECT type || ' ' || level || ' ' || target_id || ' ' || interval_name || ' ' || max_count FROM caps ORDER BY level, type"
                )
            ).AsList()
        );
        Assert.Equal(["conversion campaign 90001 monthly 40", "click offer 10084 daily 1000"], caps);
        Assert.Equal(
            "ignore",
            await tracker.Database.ReadAsync(c => c.ExecuteScalarAsync<string>("SELECT behavior FROM offer_cap_settings"))
        );
    }

    [Theory, EachDatabase]
    public async Task The_same_files_change_nothing_and_what_is_not_taken_over_is_told_with_its_reason(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        await StoreAsync(tracker, Cake());
        var again = (await tracker.Get<ImportCake>().RunAsync(Actor.System, new(Cake().Files))).Value;
        Assert.All(again.Files, f => Assert.Equal((f.Rows, 0L, 0L), (f.Same, f.Added, f.Different)));
        var notes = again
            .Problems.Where(p => p.Kind == ImportProblemKind.Note)
            .ToDictionary(p => $"{p.File} {p.Row} {p.Column}", p => $"{p.Message}");
        Assert.StartsWith(
            "An event is set once per offer here; row 2",
            notes["site_offer_events.csv 3 site_offer_contract_id"],
            StringComparison.Ordinal
        );
        Assert.Contains("payout 0 here", notes["campaigns.csv 4 paid"], StringComparison.Ordinal);
        Assert.Contains("conversion_behavior_on_redirect", string.Join(' ', notes.Keys), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Clicks_of_the_same_second_are_all_kept_and_a_request_id_alone_finds_its_one_offer(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork();
        var day = (tracker.Database.Now - TimeSpan.FromDays(1))
            .ToDateTimeOffset()
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var lines = new StringBuilder("request_session_id,click_date,source_affiliate_id,site_offer_id\n");
        for (var i = 0; i < 4000; i++)
            lines.Append(CultureInfo.InvariantCulture, $"{5_000_000 + i},{day},7001,10084\n");
        cake["clicks.csv"] = lines.ToString();
        var report = (await tracker.Get<ImportCake>().RunAsync(Actor.System, new(cake.Files))).Value;
        Assert.Equal(4000, report.Files.Single(f => f.Kind == "clicks").Added);
        Assert.Equal(
            (4000L, 4000L),
            await tracker.Database.ReadAsync(c =>
                c.QuerySingleAsync<(long, long)>("SELECT count(*), count(DISTINCT session_id) FROM clicks")
            )
        );
        await tracker.Network.WhitelistAsync(new AdvertiserId(501), "192.0.2.10", "192.0.2.20");
        Assert.Equal("SUCCESS", (await tracker.SendToAsync("/p.ashx", "r=5000017&f=pb&t=ALONE")).Message);
        Assert.Equal("INVALID REQUEST ID", (await tracker.SendToAsync("/p.ashx", "r=6000017&f=pb&t=NONE")).Message);
    }

    [Theory, EachDatabase]
    public async Task A_line_that_stands_twice_and_a_contract_that_is_named_are_known(Dialect dialect)
    {
        await using var tracker = await Tracker.OpenAsync(dialect);
        var cake = new CakeNetwork
        {
            ["event_conversions.csv"] = """
                Conversion ID,Conversion Date,Affiliate ID,Offer ID,Campaign ID,Transaction ID,Paid,Received,Site Offer Contract ID,Note
                1,05/08/2026 02:00:00,7001,10084,90001,A,1,2,1457,by hand
                1,05/08/2026 02:00:00,7001,10084,90001,A,1,2,1457,by hand
                2,05/08/2026 02:00:00,7001,10084,90001,,1,2,999,
                """,
        };
        var report = (await tracker.Get<ImportCake>().RunAsync(Actor.System, new(cake.Files))).Value;
        Assert.Equal(
            (2L, 1L),
            (report.Files.Single(f => f.Kind == "conversions").Added, report.Files.Single(f => f.Kind == "conversions").Same)
        );
        Assert.Contains(
            report.Problems,
            p => p is { File: "event_conversions.csv", Row: 3 } && $"{p.Message}".Contains("before", StringComparison.Ordinal)
        );
        var stored = await tracker.Database.ReadAsync(async c =>
            (
                await c.QueryAsync<(long?, string?)>("SELECT contract_id, note FROM conversions ORDER BY key_hash IS NULL, transaction_id")
            ).AsList()
        );
        Assert.Contains((1457L, "by hand"), stored);
        Assert.Contains((null, null), stored);
    }

    private static CakeNetwork Cake()
    {
        var cake = new CakeNetwork
        {
            ["campaigns.csv"] = """
                campaign_id,affiliate_id,offer_id,offer_contract_id,account_status_id,original,payout,review,auto_disposition_type,auto_disposition_delay_hours,paid,redirect_offer_contract_id,redirect_404,conversion_cap_limit,conversion_cap_interval
                90001,7001,10084,1456,1,TRUE,11.50,off,none,-1,on,1458,off,40,monthly
                90002,7001,10084,1457,1,FALSE,,on,reject,12,on,,on,0,
                90003,7002,10085,,1,TRUE,,,,,off,,off,,
                """,
            ["site_offer_events.csv"] = """
                site_offer_contract_id,event_id,active,publish_event,payout,received,minimum_seconds_to_conversion,price_format
                1456,24,TRUE,TRUE,1.00,2.00,30,CPE
                1457,24,TRUE,TRUE,3.00,2.00,-2,CPE
                """,
            ["campaign_events.csv"] = """
                campaign_id,event_id,active,payout,price_format
                90001,24,TRUE,50,RevShare
                """,
            ["caps.csv"] = "offer_id,cap_amount\n",
        };
        cake.Replace("advertisers.csv", "502,Bolt Energy,1", "502,Bolt Energy,2");
        cake.Replace("affiliates.csv", "fire_global_pixel,suppression", "fire_global_pixel,suppression,review");
        cake.Replace("affiliates.csv", "0,TRUE,-1", "0,TRUE,-1,on");
        cake.Replace("events.csv", "payout,received,default", "payout,received,default,price_format");
        cake.Replace("events.csv", "12.5000,20.0000000000,FALSE", "25,0,FALSE,RevShare");
        cake.Replace(
            "offers.csv",
            "made_up",
            "auto_disposition_type,auto_disposition_delay_hours,redirect_offer_id,session_regeneration_seconds,session_regeneration_type,click_cap,click_cap_interval,conversion_cap_behavior,conversion_behavior_on_redirect"
        );
        cake.Replace("offers.csv", "30,off,on,off,0,x", "30,off,on,off,0,approve,48,10085,600,IP and User Agent,1000,daily,5,2");
        cake.Replace("offers.csv", "14,on,off,off,0,x", "14,on,off,off,0,none,-1,,-1,,0,,0,0");
        cake["offer_contracts.csv"] += "\n1458,10085,Solar,CPA,3,5,FALSE,,TRUE\n";
        return cake;
    }

    private static async Task<OfferConfiguration> StoreAsync(Tracker tracker, CakeNetwork cake)
    {
        var report = (await tracker.Get<ImportCake>().RunAsync(Actor.System, new(cake.Files))).Value;
        Assert.True(report.Stored, string.Join('\n', report.Problems.Where(p => p.Kind == ImportProblemKind.Error)));
        await tracker.Network.WhitelistAsync(new AdvertiserId(501), "192.0.2.10", "192.0.2.10");
        return await tracker.Get<Snapshot<OfferConfiguration>>().GetAsync(TestContext.Current.CancellationToken);
    }
}
