using System.Text;
using Ringpost.Attribution.Import;

namespace Ringpost.Attribution.Tests.Import;

/// <summary>A small network as CAKE's files would hold it, made after the field lists (cake.md 5, 9.3, 10.3, 10.4).</summary>
internal sealed class CakeNetwork
{
    private readonly Dictionary<string, string> _files = new()
    {
        ["advertisers.csv"] = """
            advertiser_id,advertiser_name,account_status_id,date_created,credit_limits
            501,Acme Insurance,1,2015-05-08T02:00:00,
            502,Bolt Energy,1,05/09/2015 10:00:00,
            """,
        ["events.csv"] = """
            event_id,brand_advertiser_id,event_name,third_party_name,event_type,active,allow_duplicates,publish_event,payout,received,default
            22,501,Conversion/Install/Lead,,conversion_macro_event,TRUE,FALSE,TRUE,0,0,TRUE
            23,501,Paid call,Paid,conversion_macro_event,TRUE,FALSE,TRUE,12.5000,20.0000000000,FALSE
            24,501,Incoming call,Incoming,micro_event,TRUE,TRUE,FALSE,,,FALSE
            """,
        ["affiliates.csv"] = """
            affiliate_id,affiliate_name,account_status,postback_url,postback_delay_ms,fire_global_pixel,suppression
            7001,Publisher One,Active,https://one.example.com/hit?t=#tid#,0,TRUE,-1
            7002,"Publisher, Two",Inactive,,,TRUE,12.5
            """,
        ["offers.csv"] = """
            offer_id,offer_name,advertiser_id,offer_status,currency_id,click_cookie_days,last_touch,enable_transaction_id_deduplication,conversions_from_whitelist_only,suppression_amount,made_up
            10084,Home insurance,501,Public,1,30,off,on,off,0,x
            10085,Solar,502,Private,1,14,on,off,off,0,x
            """,
        ["offer_contracts.csv"] = """
            offer_contract_id,offer_id,offer_contract_name,price_format,payout,received,received_percentage,offer_link,offer_contract_is_default
            1456,10084,Standard,CPA,10.00,$20.0000000000,FALSE,https://acme.example.com/?r=#reqid#,TRUE
            1457,10084,High,CPA,14.00,22.123456789,FALSE,,FALSE
            """,
        ["creatives.csv"] = """
            Creative ID,Offer ID,Creative Name,Creative Type,Creative Status
            3001,10084,Landing page,Link,Active
            3002,10084,Banner,Image,Inactive
            """,
        ["campaigns.csv"] = """
            campaign_id,affiliate_id,offer_id,offer_contract_id,account_status_id,original,payout,postback_url,pixel_html,postback_delay_ms,pixel_status
            90001,7001,10084,1456,1,TRUE,11.50,https://one.example.com/campaign?t=#tid#,,1500,Approved
            90002,7001,10084,1457,1,FALSE,,,,,
            90003,7002,10085,,1,TRUE,,,<img src="https://two.example.com/?o=#oid#">,,Pending
            """,
        ["site_offer_events.csv"] = """
            site_offer_contract_id,event_id,active,publish_event,payout,received
            1456,24,TRUE,TRUE,1.00,2.00
            """,
        ["campaign_events.csv"] = """
            campaign_id,event_id,active,payout,postback_url
            90001,24,TRUE,1.25,https://one.example.com/incoming
            """,
        ["whitelist.csv"] = """
            Advertiser ID,Offer ID,IP Start,IP End,Active,Note
            501,All Offers,192.0.2.10,192.0.2.20,TRUE,Ringba
            """,
        ["caps.csv"] = """
            offer_id,offer_contract_id,campaign_id,cap_type_id,cap_interval_id,cap_amount,cap_start,send_alert_only
            10084,,,2,1,500,,FALSE
            10084,,90001,2,3,3,,TRUE
            """,
        ["event_conversions.csv"] = """
            Conversion ID,Conversion Date,Affiliate ID,Offer ID,Campaign ID,Event Name,Transaction ID,Price Paid Currency,Paid,Price Received Currency,Received,Sub ID,Disposition,Pixel
            266066,05/08/2026 02:00:00,7001,10084,90001,Paid call,CALL-1,USD,12.50,USD,20.00,s-one,Approved,TRUE
            266067,05/08/2026 03:00:00,7001,10084,,,CALL-1,USD,11.50,USD,20.00,,Rejected,FALSE
            266068,05/08/2026 04:00:00,7001,10084,,Incoming call,CALL-1,USD,0,USD,0,,,FALSE
            266069,05/08/2026 05:00:00,7001,10084,,Incoming call,CALL-1,USD,0,USD,0,,,FALSE
            266070,05/08/2026 06:00:00,7001,10084,,,,USD,11.50,USD,20.00,,Approved,FALSE
            """,
        ["clicks.csv"] = """
            click_id,request_session_id,click_date,source_affiliate_id,site_offer_id,campaign_id,creative_id,sub_id_1,ip_address
            1,880001,2026-05-07T10:00:00,7001,10084,90001,3001,abc,203.0.113.5
            2,880001,2026-05-07T10:05:00,7001,10084,90001,3001,abc,203.0.113.5
            3,880002,2026-05-07T11:00:00,7001,10084,90002,,,203.0.113.6
            """,
    };

    public string this[string file]
    {
        get => _files[file];
        set => _files[file] = value;
    }

    public void Replace(string file, string old, string with) => this[file] = this[file].Replace(old, with, StringComparison.Ordinal);

    public IReadOnlyList<ImportSource> Files =>
        [.. _files.Select(f => new ImportSource(f.Key, () => new MemoryStream(Encoding.UTF8.GetBytes("\ufeff" + f.Value))))];
}
