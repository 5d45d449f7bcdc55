using Ringpost.Attribution.Configuration;
using Ringpost.Attribution.Postbacks;
using Ringpost.Attribution.Reports;
using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>A conversion of CAKE's as it is stored here.</summary>
/// <param name="Key">Names it for ever, so that a second run finds it: made of CAKE's own id.</param>
internal sealed record ImportedConversion(
    long Row,
    (long Hash, long Check) Key,
    Instant At,
    ReportCell Cell,
    string? TransactionId,
    long? TransactionHash,
    long Received,
    long Paid,
    string Disposition,
    bool Test,
    bool Fired,
    string Ip,
    string?[] SubIds,
    OfferContractId? Contract,
    string? Note
);

/// <summary>Past conversions and events (cake.md 9.3, 10.4), by which later duplicates are known.</summary>
internal static class CakeConversions
{
    private static readonly string[] Id = ["event_conversion_id", "conversion_id"];

    private static readonly string[] TransactionId = ["transaction_id", "order_id"];

    private static readonly string[] Campaign = ["campaign_id", "campaign"];

    public static ImportedConversion? Read(CakeRow row, OfferConfiguration picture)
    {
        var offer = Find(row, picture.Offers, CakeOffers.Offer, "Offer");
        var affiliate = Find(row, picture.Affiliates, CakeAccounts.Affiliate, "Affiliate");
        var offerEvent = offer is null ? null : FindEvent(row, picture, offer);
        var campaign = offer is null || affiliate is null ? null : FindCampaign(row, picture, offer, affiliate);
        var at = row.Moment("event_conversion_date", "conversion_date", "date");
        if (at is null && !row.IsWrong)
            row.Error(["conversion_date"], "A date is needed.");
        var transaction = row.Text(PostbackParser.LongestText, TransactionId);
        var id = row.Text(40, Id);
        if (id is null && transaction is null)
            row.Error(Id, "Neither a conversion id nor a transaction id: a second run could not know it again.");
        var received = row.Millionths("received", "received_amount", "price_received") ?? 0;
        var paid = row.Millionths("paid", "paid_amount", "price_paid", "price") ?? 0;
        var disposition = Disposition(row);
        CheckCurrency(row, offer);
        row.NotBuilt("Suppression", "suppressed");
        var subIds = Enumerable
            .Range(1, 5)
            .Select(n =>
                n == 1 ? row.Text(255, "sub_id_1", "sub_id", "subid_1", "s1") : row.Text(255, $"sub_id_{n}", $"subid_{n}", $"s{n}")
            );
        var conversion = new
        {
            Test = row.Flag("test") == true,
            Fired = row.Flag("pixel_dropped", "pixel") == true,
            Ip = row.Text(60, "event_conversion_ip_address", "conversion_ip_address", "ip_address"),
            SubIds = subIds.ToArray(),
        };
        var creative = Creative(row, picture, offer);
        if (row.IsWrong || offer is null || affiliate is null || offerEvent is null || campaign is null || at is null)
            return null;
        return new ImportedConversion(
            row.Number,
            PostbackHash.OfKey(default, $"cake {id ?? $"{offer.Id} {offerEvent.Id} {transaction}"}"),
            at.Value,
            new ReportCell(offer.AdvertiserId, offer.Id, affiliate.Id, campaign.Id, creative, offerEvent.Id, offer.Currency),
            transaction,
            transaction is null ? null : PostbackHash.OfTransaction(transaction),
            received,
            paid,
            disposition,
            conversion.Test,
            conversion.Fired,
            conversion.Ip ?? "",
            conversion.SubIds,
            Contract(row, picture, offer),
            row.Text("note", "notes") is { } note ? PostbackArrival.Storable(note, 500) : null
        );
    }

    public static T? Find<T>(CakeRow row, IReadOnlyDictionary<long, T> known, string[] names, string thing)
        where T : class
    {
        var id = row.NeededId(names);
        if (known.TryGetValue(id, out var found))
            return found;
        if (id != 0)
            row.Error(names, $"{thing} {id} is not here, and no row of the files brings it.");
        return null;
    }

    public static OfferCampaign? FindCampaign(CakeRow row, OfferConfiguration picture, Offer offer, Affiliate affiliate)
    {
        if (row.Id(Campaign) is { } id)
        {
            if (picture.Campaigns.TryGetValue(id, out var named) && named.OfferId == offer.Id && named.AffiliateId == affiliate.Id)
                return named;
            row.Error(Campaign, $"Campaign {id} is none of offer {offer.Id} and affiliate {affiliate.Id}.");
            return null;
        }

        if (picture.Originals.TryGetValue((offer.Id, affiliate.Id), out var original))
            return original;
        row.Error(Campaign, $"Offer {offer.Id} and affiliate {affiliate.Id} have no original campaign.");
        return null;
    }

    public static CreativeId Creative(CakeRow row, OfferConfiguration picture, Offer? offer)
    {
        if (offer is null)
            return default;
        // The report's column "Creative" can hold the name: that one is not looked up.
        var id = row.Text("creative_id") is { } text && long.TryParse(text, out var number) ? number : 0;
        return picture.Creatives.TryGetValue(id, out var creative) && creative.OfferId == offer.Id ? creative.Id : offer.DefaultCreativeId;
    }

    /// <summary>At whose price CAKE booked it, where the file says so and the contract came over.</summary>
    private static OfferContractId? Contract(CakeRow row, OfferConfiguration picture, Offer offer) =>
        row.Text("site_offer_contract_id", "offer_contract_id", "contract_id") is { } text
        && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var id)
        && picture.Contracts.TryGetValue(id, out var contract)
        && contract.OfferId == offer.Id
            ? contract.Id
            : null;

    private static OfferEvent? FindEvent(CakeRow row, OfferConfiguration picture, Offer offer)
    {
        string[] named = ["event_name", "event_info_event_name"];
        string[] numbered = ["event_id", "event_info_event_id"];
        OfferEvent? found = null;
        var name = row.Text(named);
        if (row.Id(numbered) is { } id)
            picture.Events.TryGetValue(id, out found);
        else if (name is not null)
            found = picture.Events.Values.FirstOrDefault(e => e.AdvertiserId == offer.AdvertiserId && e.Name == name);
        else if (picture.DefaultEvents.TryGetValue(offer.AdvertiserId, out var standard))
            picture.Events.TryGetValue(standard.Value, out found);
        if (found is not null && found.AdvertiserId == offer.AdvertiserId)
            return found;
        row.Error(row.Has(numbered) ? numbered : named, $"The event is none of the offer's advertiser {offer.AdvertiserId}.");
        return null;
    }

    private static string Disposition(CakeRow row)
    {
        string[] names = ["disposition_type", "disposition", "current_disposition", "disposition_name"];
        if (row.Flag("returned") == true)
            return "returned";
        if (row.Text(names) is not { } text)
            return "approved";
        if (CakeValues.Word(text, CakeValues.Dispositions) is { } word)
            return word;
        row.Note(names, $"The disposition “{text}” is the instance's own; taken is rejected.");
        return "rejected";
    }

    private static void CheckCurrency(CakeRow row, Offer? offer)
    {
        string[] names = ["price_received_currency", "price_paid_currency", "received_currency_id", "currency_id", "currency"];
        if (offer is null || row.Text(names) is not { } text)
            return;
        if (Currency.TryParse(CakeValues.Currencies.GetValueOrDefault(text, text), out var currency) && currency != offer.Currency)
            row.Error(
                names,
                $"{currency.Code} is not the offer's currency {offer.Currency.Code}: convert the amounts, or change the offer."
            );
    }
}
