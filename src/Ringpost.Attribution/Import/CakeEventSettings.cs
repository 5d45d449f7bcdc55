using Ringpost.Primitives;

namespace Ringpost.Attribution.Import;

/// <summary>What offers and campaigns change of events (cake.md 4). CAKE keeps the offer's part per contract; here it is one per offer.</summary>
internal static class CakeEventSettings
{
    private const long LongestMinimum = 31_536_000;

    private static readonly string[] Minimum = ["minimum_seconds_to_conversion", "minimum_seconds"];

    public static void ReadOfferEvent(CakeRow row, CakeContext context)
    {
        var offerEvent = row.NeededId(CakeAccounts.Event);
        var offer = row.Id(CakeOffers.Offer);
        var contract = row.Id(CakeOffers.Contract);
        if (offer is null && contract is { } named)
            offer = context.Book.Find("offer_contracts", named)?.Values["offer_id"] as long?;
        if (offer is null)
        {
            row.Error(CakeOffers.Offer, "Neither an offer nor a contract of the files.");
            return;
        }

        var record = Setting("offer_event_settings", "offer_id", offer.Value, offerEvent, row);
        record.Values["received"] = CakePrices.Received(row, "received", "event_received");
        // -2 removes it and -1 leaves it, as CAKE's edit call has them; neither is a time.
        record.Values["minimum_seconds"] =
            row.Text(Minimum) is "-2" ? null
            : row.Whole(0, LongestMinimum, Minimum) is > 0 and var seconds ? seconds
            : null;
        record.Needs.Add((CakeOffers.Offer[0], "offers", offer.Value));
        if (contract is { } other)
            record.Needs.Add((CakeOffers.Contract[0], "offer_contracts", other));
        context.OfferEvents.Add((row, contract, record));
    }

    public static void ReadCampaignEvent(CakeRow row, CakeContext context)
    {
        var offerEvent = row.NeededId(CakeAccounts.Event);
        var campaign = row.NeededId(CakeCampaigns.Campaign);
        var record = Setting("campaign_event_settings", "campaign_id", campaign, offerEvent, row);
        record.Needs.Add((CakeCampaigns.Campaign[0], "offer_campaigns", campaign));
        context.Book.Add(record);
        CakePixels.Read(row, context, "campaignEvent", campaign, offerEvent);
    }

    /// <summary>All rows are read: of several contracts of an offer, the line of its default one counts.</summary>
    public static void Settle(CakeContext context)
    {
        foreach (var lines in context.OfferEvents.GroupBy(l => l.Record.KeyText))
        {
            var standard = context
                .Book.Find("offers", (long)lines.First().Record.Key["offer_id"]!)
                ?.Values.GetValueOrDefault("default_contract_id");
            var counts = lines.OrderBy(l => l.Contract is null || Equals(l.Contract, standard) ? 0 : 1).ThenBy(l => l.Contract).First();
            context.Book.Add(counts.Record);
            foreach (var line in lines.Where(l => !ReferenceEquals(l.Record, counts.Record)))
                if (line.Contract == counts.Contract)
                    context.Book.Add(line.Record);
                else
                    Leave(context, counts, line);
        }
    }

    /// <summary>It says the same, or is told to be left out.</summary>
    private static void Leave(
        CakeContext context,
        (CakeRow Row, long? Contract, ImportRecord Record) counts,
        (CakeRow Row, long? Contract, ImportRecord Record) line
    )
    {
        context.Repeats(line.Row.File);
        if (line.Record.Values.Any(v => !Equals(v.Value, counts.Record.Values[v.Key])))
            line.Row.Note(
                CakeOffers.Contract,
                counts.Contract is { } contract
                    ? Phrase.Of(
                        $"An event is set once per offer here; row {counts.Record.Row}, contract {contract}, counts. Give a campaign of this contract its own setting of the event."
                    )
                    : Phrase.Of(
                        $"An event is set once per offer here; row {counts.Record.Row}, the offer's own, counts. Give a campaign of this contract its own setting of the event."
                    )
            );
    }

    private static ImportRecord Setting(string table, string owner, long id, long offerEvent, CakeRow row)
    {
        var record = new ImportRecord(table, row.File, row.Number);
        record.Key[owner] = id;
        record.Key["event_id"] = offerEvent;
        record.Values["active"] = Bit(row.Flag("active", "event_active"));
        record.Values["publish"] = Bit(row.Flag("publish", "publish_event", "published"));
        record.Values["payout"] = row.Millionths("payout", "event_payout");
        record.Values["price_format"] = CakePrices.OfEvent(row, record, null);
        record.Needs.Add((CakeAccounts.Event[0], "offer_events", offerEvent));
        return record;
    }

    private static object? Bit(bool? flag) => flag is { } on ? (on ? 1L : 0L) : null;
}
