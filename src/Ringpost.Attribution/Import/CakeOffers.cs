using Ringpost.Attribution.Clicks;

namespace Ringpost.Attribution.Import;

/// <summary>Offers, their contracts and creatives (cake.md 5.3, 5.4).</summary>
internal static class CakeOffers
{
    public static readonly string[] Offer = ["offer_id", "site_offer_id", "offer", "site_offer"];

    public static readonly string[] Contract = ["offer_contract_id", "site_offer_contract_id", "offer_contract", "site_offer_contract"];

    public static readonly string[] Creative = ["creative_id", "creative"];

    private static readonly string[] Regeneration = ["session_regeneration_type", "session_regeneration_type_id"];

    private static readonly string[] Link = ["offer_link", "link", "creative_link"];

    public static void ReadOffer(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Offer);
        var advertiser = row.NeededId(CakeAccounts.Advertiser);
        var record = context.Numbered("offers", row, id);
        record.Values["name"] = row.Name(200, "offer_name", "site_offer_name", "name");
        record.Values["advertiser_id"] = advertiser;
        record.Values["currency"] = Currency(row, context);
        ReadPrice(row, record);
        record.Values["status"] = row.Word(CakeValues.OfferStatuses, "public", "offer_status", "offer_status_id", "status");
        record.Values["whitelist_only"] = row.Bit(false, "conversions_from_whitelist_only");
        record.Values["transaction_id_deduplication"] = row.Bit(false, "enable_transaction_id_deduplication");
        record.OnlyNew["token"] = context.NewToken();
        record.Needs.Add((CakeAccounts.Advertiser[0], "advertisers", advertiser));
        if (ReadLink(row, "offer_link") is { } link)
            context.OfferLinks[id] = link;
        if (row.Id("default_offer_contract_id") is { } contract)
            context.DefaultContracts[id] = contract;
        row.NotBuilt("Suppression", "suppression_amount", "static_suppression", "suppression");
        row.NotBuilt("Hiding an offer", "hidden");
        row.NotBuilt("An expiry date", "expiration_date");
        if (row.Flag("received_percentage") == true)
            context.PercentageOffers.Add(id);
        CakeReview.ReadAuto(row, record, follows: false);
        row.NotBuilt("View-through conversions", "enable_view_thru_conversions");
        context.Book.Add(record);
        ReadClicks(row, context, id);
        CakeCaps.ReadBehavior(row, context, id);
        CakeCaps.ReadOwn(row, context, "offer", id, id);
        CakePixels.Read(row, context, "offer", id, 0);
    }

    public static void ReadContract(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Contract);
        var offer = row.NeededId(Offer);
        var record = context.Numbered("offer_contracts", row, id);
        record.Values["offer_id"] = offer;
        record.Values["name"] = row.Text(200, "offer_contract_name", "site_offer_contract_name", "name") ?? "Contract";
        ReadPrice(row, record);
        record.Values["received_is_percentage"] = row.Bit(false, "received_percentage");
        record.Values["offer_link"] = ReadLink(row, "offer_link", "link");
        record.OnlyNew["redirect"] = null;
        row.NotBuilt(
            "The redirect of a contract to an offer (here it is a link)",
            "redirect_offer",
            "redirect_offer_id",
            "redirect_offer_contract_id"
        );
        record.Needs.Add((Offer[0], "offers", offer));
        row.NotBuilt("Hiding a contract", "offer_contract_hidden", "hidden");
        row.NotBuilt("Targeting", "use_fallback_targeting");
        if (row.Flag("offer_contract_is_default", "is_default", "default") == true)
            context.DefaultContracts[offer] = id;
        context.Book.Add(record);
        CakeCaps.ReadOwn(row, context, "contract", id, offer);
    }

    public static void ReadCreative(CakeRow row, CakeContext context)
    {
        var id = row.NeededId(Creative);
        var offer = row.NeededId(Offer);
        var record = context.Numbered("creatives", row, id);
        record.Values["offer_id"] = offer;
        record.Values["name"] = row.Name(200, "creative_name", "name");
        record.Values["type"] = row.Word(CakeValues.CreativeTypes, "link", "creative_type", "creative_type_id", "type");
        record.Values["status"] = row.Word(CakeValues.CreativeStatuses, "active", "creative_status", "creative_status_id", "status");
        record.Values["link"] = ReadLink(row, Link);
        record.Needs.Add((Offer[0], "offers", offer));
        context.Book.Add(record);
    }

    /// <summary>All rows are read: the default contract's price is the offer's, and the first creative is its default one.</summary>
    public static void Settle(CakeContext context)
    {
        var contracts = context.Book.Of("offer_contracts").ToLookup(c => (long)c.Values["offer_id"]!);
        var creatives = context.Book.Of("creatives").ToLookup(c => (long)c.Values["offer_id"]!);
        foreach (var offer in context.Book.Of("offers"))
        {
            var own = contracts[offer.Id].OrderBy(c => c.Id).ToList();
            var wanted = context.DefaultContracts.GetValueOrDefault(offer.Id);
            if ((own.Find(c => c.Id == wanted) ?? own.FirstOrDefault()) is { } contract)
            {
                offer.Values["default_contract_id"] = contract.Id;
                contract.Values["offer_link"] ??= context.OfferLinks.GetValueOrDefault(offer.Id);
                foreach (var price in (string[])["payout", "received", "price_format"])
                    offer.Values[price] = contract.Values[price];
            }

            if (creatives[offer.Id].MinBy(c => c.Id) is { } creative)
                offer.OnlyNew["default_creative_id"] = creative.Id;
        }
    }

    private static void ReadPrice(CakeRow row, ImportRecord record)
    {
        record.Values["payout"] = row.Millionths("payout", "price", "payout_amount") ?? 0;
        record.Values["received"] = row.Millionths("received", "received_amount") ?? 0;
        record.Values["price_format"] = CakePrices.OfContract(row, record);
    }

    private static string Currency(CakeRow row, CakeContext context)
    {
        string[] names = ["currency", "currency_id", "currency_abbr"];
        if (row.Text(names) is not { } text)
            return context.Currency.Code;
        if (Primitives.Currency.TryParse(CakeValues.Currencies.GetValueOrDefault(text, text), out var currency))
            return currency.Code;
        row.Error(names, $"“{text}” is not an ISO 4217 code, nor one of CAKE's numbers 1 to 5.");
        return context.Currency.Code;
    }

    private static string? ReadLink(CakeRow row, params string[] names)
    {
        if (row.Text(OfferLinkRule.Longest, names) is not { } link)
            return null;
        if (OfferLinkRule.Fault(link) is { } fault)
            row.Error(names, fault);
        return link;
    }

    private static void ReadClicks(CakeRow row, CakeContext context, long offer)
    {
        string[] columns = ["click_cookie_days", "last_touch", "disable_click_deduplication", .. Regeneration];
        if (!columns.Any(c => row.Has(c)) && !CakeRedirects.IsIn(row))
            return;
        var record = new ImportRecord("offer_click_settings", row.File, row.Number) { IsPart = true };
        record.Key["offer_id"] = offer;
        record.Values["cookie_days"] = row.Whole(0, 3650, "click_cookie_days") ?? 30;
        record.Values["last_touch"] = row.Bit(false, "last_touch");
        record.Values["deduplication"] = 1 - row.Bit(false, "disable_click_deduplication");
        CakeRedirects.Read(row, context, record, offer);
        ReadRegeneration(row, record);
        row.NotBuilt("What becomes of conversions of redirected clicks", "conversion_behavior_on_redirect");
        context.Book.Add(record);
    }

    /// <summary>By what it goes is known by name only: CAKE's numbers for it are not documented.</summary>
    private static void ReadRegeneration(CakeRow row, ImportRecord record)
    {
        (record.OnlyNew["regeneration_type"], record.OnlyNew["regeneration_seconds"]) = ("none", 0L);
        if (row.Whole(0, 2_592_000, "session_regeneration_seconds") is not (> 0 and var seconds))
            return;
        var word = row.Text(Regeneration) is { } text ? CakeValues.Word(text, CakeValues.Regenerations) : null;
        if (word is null)
        {
            row.Note(Regeneration, "Session regeneration goes by a number whose meaning CAKE does not say: choose it on the offer's card.");
            return;
        }

        record.OnlyNew.Clear();
        record.Values["regeneration_type"] = word;
        record.Values["regeneration_seconds"] = word == "subId" ? seconds : Math.Min(seconds, 86_400);
    }
}
