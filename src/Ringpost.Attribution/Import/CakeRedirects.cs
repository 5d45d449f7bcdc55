namespace Ringpost.Attribution.Import;

/// <summary>Where clicks go that an offer or a campaign can't take (cake.md 2.10). CAKE names an offer, or a contract of one.</summary>
internal static class CakeRedirects
{
    private static readonly string[] Offer = ["redirect_offer_id", "redirect_offer", "redirect_site_offer_id"];

    private static readonly string[] Contract =
    [
        "redirect_offer_contract_id",
        "redirect_offer_contract",
        "redirect_site_offer_contract_id",
    ];

    /// <summary>Whether the file says anything of redirects.</summary>
    public static bool IsIn(CakeRow row) => row.Has(Offer) | row.Has(Contract) | row.Has("redirect_404");

    /// <summary>The columns <c>redirect_404</c> and <c>redirect_offer_id</c> of a record; a contract is looked up once all are read.</summary>
    public static void Read(CakeRow row, CakeContext context, ImportRecord record, long? own)
    {
        record.Values["redirect_404"] = row.Bit(false, "redirect_404");
        record.Values["redirect_offer_id"] = null;
        if (row.Id(Offer) is { } offer)
            Set(row, record, offer, own, Offer);
        else if (row.Id(Contract) is { } contract)
            context.Redirects.Add((row, record, contract, own));
    }

    public static void ReadCampaign(CakeRow row, CakeContext context, long campaign, long offer)
    {
        if (!IsIn(row))
            return;
        var record = new ImportRecord("campaign_redirects", row.File, row.Number) { IsPart = true };
        record.Key["campaign_id"] = campaign;
        Read(row, context, record, offer);
        record.Needs.Add((CakeCampaigns.Campaign[0], "offer_campaigns", campaign));
        var isAny = record.Values["redirect_offer_id"] is not null || record.Values["redirect_404"] is 1L || row.Id(Contract) is not null;
        if (isAny)
            context.Book.Add(record);
    }

    public static void Settle(CakeContext context)
    {
        foreach (var (row, record, contract, own) in context.Redirects)
            if (context.Book.Find("offer_contracts", contract)?.Values["offer_id"] is not long offer)
                row.Error(Contract, $"Contract {contract} is not among the files' contracts.");
            else
            {
                Set(row, record, offer, own, Contract);
                if (
                    context.Book.Find("offers", offer)?.Values.GetValueOrDefault("default_contract_id") is long standard
                    && standard != contract
                )
                    row.Note(Contract, $"A redirect leads to an offer here: taken is offer {offer}, whose default contract is {standard}.");
            }
    }

    private static void Set(CakeRow row, ImportRecord record, long offer, long? own, string[] names)
    {
        if (offer == own)
        {
            row.Note(names, "A redirect to the offer itself leads nowhere; it is left out.");
            return;
        }

        record.Values["redirect_offer_id"] = offer;
        record.Needs.Add((names[0], "offers", offer));
    }
}
