namespace Ringpost.Attribution.Import;

/// <summary>Which of CAKE's lists a file is, by its name: <c>Offers.csv</c>, <c>site_offer_events 2026.csv</c> (cake.md 10.3).</summary>
internal static class CakeFiles
{
    public const string Conversions = "conversions";

    public const string Clicks = "clicks";

    public const string Caps = "caps";

    /// <summary>In the order in which they are read. The longest name that a file's name begins with counts.</summary>
    private static readonly (string Name, string Kind)[] Names =
    [
        ("advertisers", "advertisers"),
        ("brandadvertisers", "advertisers"),
        ("brands", "advertisers"),
        ("events", "events"),
        ("advertiserevents", "events"),
        ("brandadvertiserevents", "events"),
        ("affiliates", "affiliates"),
        ("sourceaffiliates", "affiliates"),
        ("sources", "affiliates"),
        ("offers", "offers"),
        ("siteoffers", "offers"),
        ("sites", "offers"),
        ("offercontracts", "contracts"),
        ("siteoffercontracts", "contracts"),
        ("contracts", "contracts"),
        ("creatives", "creatives"),
        ("campaigns", "campaigns"),
        ("offerevents", "offerEvents"),
        ("siteofferevents", "offerEvents"),
        ("campaignevents", "campaignEvents"),
        ("whitelist", "whitelist"),
        ("ipwhitelist", "whitelist"),
        ("pixelwhitelist", "whitelist"),
        ("pixelipwhitelist", "whitelist"),
        ("caps", Caps),
        ("conversions", Conversions),
        ("eventconversions", Conversions),
        ("clicks", Clicks),
    ];

    public static readonly IReadOnlyDictionary<string, Action<CakeRow, CakeContext>> Readers = new Dictionary<
        string,
        Action<CakeRow, CakeContext>
    >
    {
        ["advertisers"] = CakeAccounts.ReadAdvertiser,
        ["events"] = CakeAccounts.ReadEvent,
        ["affiliates"] = CakeAccounts.ReadAffiliate,
        ["offers"] = CakeOffers.ReadOffer,
        ["contracts"] = CakeOffers.ReadContract,
        ["creatives"] = CakeOffers.ReadCreative,
        ["campaigns"] = CakeCampaigns.ReadCampaign,
        ["offerEvents"] = CakeEventSettings.ReadOfferEvent,
        ["campaignEvents"] = CakeEventSettings.ReadCampaignEvent,
        ["whitelist"] = CakeCampaigns.ReadWhitelist,
        [Caps] = CakeCaps.Read,
    };

    public static string? KindOf(string fileName)
    {
        if (!fileName.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            return null;
        var plain = CakeValues.Plain(Path.GetFileNameWithoutExtension(fileName));
        return Names.Where(n => plain.StartsWith(n.Name, StringComparison.Ordinal)).OrderBy(n => n.Name.Length).LastOrDefault().Kind;
    }

    /// <summary>Where a kind stands in the order of reading.</summary>
    public static int Place(string kind) => Array.FindIndex(Names, n => n.Kind == kind);
}
