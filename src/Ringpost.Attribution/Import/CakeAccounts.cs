namespace Ringpost.Attribution.Import;

/// <summary>Advertisers, their events, and affiliates (cake.md 4, 5.1, 5.2).</summary>
internal static class CakeAccounts
{
    public static readonly string[] Advertiser = ["advertiser_id", "brand_advertiser_id", "advertiser", "brand_advertiser"];

    public static readonly string[] Affiliate = ["affiliate_id", "source_affiliate_id", "affiliate", "source_affiliate", "pubid"];

    public static readonly string[] Event = ["event_id", "event"];

    public static void ReadAdvertiser(CakeRow row, CakeContext context)
    {
        var record = context.Numbered("advertisers", row, row.NeededId(Advertiser));
        record.Values["name"] = row.Name(200, "advertiser_name", "brand_advertiser_name", "name");
        record.OnlyNew["default_event_id"] = null;
        string[] status = ["account_status", "account_status_id", "account_status_name", "status"];
        if (row.Has(status))
            record.Values["status"] = row.Word(CakeValues.AccountStatuses, "active", status);
        row.NotBuilt("A suppression list", "suppression_lists", "suppression");
        context.Book.Add(record);
    }

    public static void ReadEvent(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Event);
        var advertiser = row.NeededId(Advertiser);
        var record = context.Numbered("offer_events", row, id);
        record.Values["advertiser_id"] = advertiser;
        record.Values["name"] = row.Name(50, "event_name", "name");
        record.Values["third_party_name"] = row.Text(30, "third_party_name", "event_third_party_name");
        record.Values["type"] = row.Word(CakeValues.EventTypes, "macro", "event_type", "type", "event_type_name");
        record.Values["allow_duplicates"] = row.Bit(false, "allow_duplicates");
        record.Values["publish"] = row.Bit(true, "publish", "publish_event", "published");
        record.Values["active"] = row.Bit(true, "active", "event_active");
        record.Values["payout"] = row.Millionths("payout", "default_payout", "event_payout") ?? 0;
        record.Values["received"] = CakePrices.Received(row, "received", "default_received", "event_received") ?? 0;
        record.Values["price_format"] = CakePrices.OfEvent(row, record, "CPE");
        record.Needs.Add((Advertiser[0], "advertisers", advertiser));
        if (row.Flag("default", "is_default", "event_is_default", "default_event") == true)
            context.DefaultEvents[advertiser] = id;
        context.Book.Add(record);
    }

    public static void ReadAffiliate(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Affiliate);
        var record = context.Numbered("affiliates", row, id);
        record.Values["name"] = row.Name(200, "affiliate_name", "source_affiliate_name", "name");
        record.Values["status"] = row.Word(
            CakeValues.AccountStatuses,
            "active",
            "account_status",
            "account_status_id",
            "account_status_name",
            "status"
        );
        row.NotBuilt("Suppression", "suppression", "suppression_amount", "static_suppression");
        row.NotBuilt("A suppression cap", "suppression_cap");
        CakeReview.ReadReview(row, record);
        row.NotBuilt("Review of new sub-affiliates", "review_new_subaffiliates");
        if (row.Flag("pay_for_conversions") == false)
            row.Note(["pay_for_conversions"], "An affiliate that is never paid is not built: set its campaigns' payouts to 0.");
        context.Book.Add(record);
        CakePixels.Read(row, context, "affiliate", id, 0);
    }
}
