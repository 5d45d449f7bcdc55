namespace Ringpost.Attribution.Import;

/// <summary>Campaigns and the whitelist (cake.md 2.9, 5.5).</summary>
internal static class CakeCampaigns
{
    public static readonly string[] Campaign = ["campaign_id", "campaign"];

    public static void ReadCampaign(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Campaign);
        var offer = row.NeededId(CakeOffers.Offer);
        var affiliate = row.NeededId(CakeAccounts.Affiliate);
        var record = context.Numbered("offer_campaigns", row, id);
        record.Values["offer_id"] = offer;
        record.Values["affiliate_id"] = affiliate;
        if (row.Flag("original") is { } original)
            record.Values["original"] = original ? 1L : 0L;
        record.Values["status"] = row.Word(CakeValues.AccountStatuses, "active", "account_status", "account_status_id", "status");
        record.Values["payout"] =
            row.Flag("use_offer_contract_payout") == true ? null : row.Millionths("payout", "payout_amount", "payouts", "price");
        record.Needs.Add((CakeOffers.Offer[0], "offers", offer));
        record.Needs.Add((CakeAccounts.Affiliate[0], "affiliates", affiliate));
        if (row.Id(CakeOffers.Contract) is { } contract)
        {
            record.Values["contract_id"] = contract;
            record.Needs.Add((CakeOffers.Contract[0], "offer_contracts", contract));
        }

        row.NotBuilt("Suppression", "suppression_amount", "static_suppression", "suppression");
        row.NotBuilt("An expiry date", "expiration_date");
        row.NotBuilt("Limiting a campaign to sub-affiliates or creatives", "exceptions", "non_original");
        row.NotBuilt("Paying for the click on a redirect offer that the affiliate has no campaign on", "paid_redirects");
        if (row.Flag("paid") == false)
        {
            record.Values["payout"] = 0L;
            row.Note(
                ["paid"],
                "A campaign that is not paid has the payout 0 here; what its events pay beside the default one stands on the events."
            );
        }

        record.Values["price_format"] = CakePrices.OfCampaign(row, record);
        CakeReview.ReadReview(row, record);
        CakeReview.ReadAuto(row, record, follows: true);
        context.Book.Add(record);
        CakeRedirects.ReadCampaign(row, context, id, offer);
        CakeCaps.ReadOwn(row, context, "campaign", id, offer);
        CakePixels.Read(row, context, "campaign", id, 0);
    }

    /// <summary>
    /// Where a file does not say which campaign of a pair is the original, the first one is. A payout of its own keeps what it is a price of,
    /// whatever becomes of its contract's.
    /// </summary>
    public static void Settle(CakeContext context)
    {
        foreach (var campaign in context.Book.Of("offer_campaigns"))
            if (campaign.Values["payout"] is not null && ContractOf(context, campaign)?.Values["price_format"] is { } format)
                campaign.Values["price_format"] ??= format;
        foreach (var pair in context.Book.Of("offer_campaigns").GroupBy(c => (c.Values["offer_id"], c.Values["affiliate_id"])))
        {
            var hasOriginal = pair.Any(c => c.Values.GetValueOrDefault("original") is 1L);
            foreach (var campaign in pair.OrderBy(c => c.Id))
            {
                if (campaign.Values.ContainsKey("original"))
                    continue;
                campaign.Values["original"] = hasOriginal ? 0L : 1L;
                hasOriginal = true;
            }
        }
    }

    private static ImportRecord? ContractOf(CakeContext context, ImportRecord campaign) =>
        campaign.Values.GetValueOrDefault("contract_id") is long own ? context.Book.Find("offer_contracts", own)
        : context.Book.Find("offers", (long)campaign.Values["offer_id"]!) is { } offer
            ? offer.Values.GetValueOrDefault("default_contract_id") is long standard ? context.Book.Find("offer_contracts", standard)
                : offer
        : null;

    public static void ReadWhitelist(CakeRow row, CakeContext context)
    {
        string[] from = ["ip_start", "start_ip", "from", "ip_address", "ip"];
        string[] to = ["ip_end", "end_ip", "to"];
        var advertiser = row.NeededId(CakeAccounts.Advertiser);
        var offer =
            row.Text(CakeOffers.Offer) is { } text && CakeValues.Plain(text) is "alloffers" or "all" ? null : row.Id(CakeOffers.Offer);
        var validation = new Primitives.Validation();
        var start = row.Text(from);
        var (_, first, last) = Whitelist.AddressRangeRule.Read(validation, start, row.Text(to) ?? start);
        if (validation.HasErrors)
            foreach (var (field, messages) in validation.ToRefusal().Wrong)
                row.Error(field == "from" ? from : to, Primitives.Phrase.Joined(messages));
        var record = new ImportRecord("ip_whitelist", row.File, row.Number);
        record.Key["advertiser_id"] = advertiser;
        record.Key["offer_id"] = offer;
        record.Key["from_address"] = first;
        record.Key["to_address"] = last;
        record.Values["active"] = row.Bit(true, "active");
        record.Values["note"] = row.Text(200, "note", "notes");
        record.OnlyNew["created_at"] = context.Now.UnixMilliseconds;
        record.OnlyNew["per_second"] = null;
        record.Needs.Add((CakeAccounts.Advertiser[0], "advertisers", advertiser));
        if (offer is { } named)
            record.Needs.Add((CakeOffers.Offer[0], "offers", named));
        context.Book.Add(record);
    }
}
