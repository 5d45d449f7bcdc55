using Ringpost.Attribution;
using Ringpost.Attribution.Reports;
using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Pages.Attribution.Reports;

/// <summary>The report page's state, which is its address: what is asked, and the addresses of what can be asked next.</summary>
public sealed class ReportAddress(ListUrl url, TimeZoneInfo instanceZone, Instant now)
{
    public const string Path = "/console/attribution/report";

    public const int PageSize = 500;

    /// <summary>What a row is taken apart by when it is clicked, where nothing else was chosen.</summary>
    private static readonly Dictionary<ReportDimension, ReportDimension> Next = new()
    {
        [ReportDimension.Advertiser] = ReportDimension.Offer,
        [ReportDimension.Offer] = ReportDimension.Affiliate,
        [ReportDimension.Affiliate] = ReportDimension.Offer,
        [ReportDimension.Campaign] = ReportDimension.Day,
        [ReportDimension.Creative] = ReportDimension.Affiliate,
        [ReportDimension.Event] = ReportDimension.Offer,
        [ReportDimension.SubAffiliate] = ReportDimension.Day,
        [ReportDimension.Month] = ReportDimension.Day,
        [ReportDimension.Week] = ReportDimension.Day,
        [ReportDimension.Day] = ReportDimension.Hour,
        [ReportDimension.Hour] = ReportDimension.Offer,
    };

    public ListUrl Url => url;

    public TimeZoneInfo Zone => TimeZones.TryFind(url["zone"], out var zone) ? zone : instanceZone;

    public DateRange Range => DateRange.Read(url, Zone, now, "today");

    /// <summary>Times of a day instead of whole days, when an hour was clicked.</summary>
    private (string From, string To)? Hour => url["at"] is { } at ? (at, url["until"] ?? at) : null;

    public IReadOnlyList<ReportDimension> Groupings =>
        [
            .. (url["by"] ?? "offer")
                .Split(',')
                .Select(word => ReportDimensions.TryParse(word, out var dimension) ? dimension : (ReportDimension?)null)
                .OfType<ReportDimension>()
                .Distinct()
                .Take(3)
                .DefaultIfEmpty(ReportDimension.Offer),
        ];

    public int Offset => int.TryParse(url["offset"], out var offset) && offset > 0 ? offset : 0;

    public bool HasAllColumns => url["columns"] == "all";

    public ReportRequest Request =>
        new()
        {
            GroupBy = string.Join(',', Groupings.Select(g => g.Word())),
            From = Hour?.From ?? $"{Range.First:yyyy-MM-dd}",
            To = Hour?.To ?? $"{Range.Last:yyyy-MM-dd}",
            Zone = Zone.Id,
            Compare = url["compare"],
            AdvertiserId = AttributionChoices.Number<AdvertiserId>(url["advertiserId"]),
            OfferId = AttributionChoices.Number<OfferId>(url["offerId"]),
            AffiliateId = AttributionChoices.Number<AffiliateId>(url["affiliateId"]),
            OfferCampaignId = AttributionChoices.Number<OfferCampaignId>(url["offerCampaignId"]),
            CreativeId = AttributionChoices.Number<CreativeId>(url["creativeId"]),
            EventId = AttributionChoices.Number<OfferEventId>(url["eventId"]),
            SubAffiliate = url["subAffiliate"] is { } sub ? (sub == None ? "" : sub) : null,
            Currency = url["currency"],
            Tests = url["tests"],
            AsOf = url["asOf"],
            Sort = url["sort"],
            Order = url["order"],
        };

    /// <summary>Stands for records without a sub-affiliate: an address has no empty value.</summary>
    public const string None = "(none)";

    public string Csv
    {
        get
        {
            var request = Request;
            return "/api/v1/conversion-report.csv"
                + ListUrl.QueryOnly([
                    ("groupBy", request.GroupBy),
                    ("from", request.From),
                    ("to", request.To),
                    ("zone", request.Zone),
                    .. Kept.Select(name => (name, name == "subAffiliate" ? request.SubAffiliate : url[name])),
                ]);
        }
    }

    private static readonly string[] Kept =
    [
        "compare",
        "advertiserId",
        "offerId",
        "affiliateId",
        "offerCampaignId",
        "creativeId",
        "eventId",
        "subAffiliate",
        "currency",
        "tests",
        "asOf",
        "sort",
        "order",
    ];

    /// <summary>The conversions that it counts, where their list can be asked for them: its days are the instance's.</summary>
    public string? Records =>
        Zone.Id != instanceZone.Id
        || Hour is not null
        || url["subAffiliate"] is not null
        || url["creativeId"] is not null
        || url["asOf"] is not null
            ? null
            : "/console/attribution/conversions"
                + ListUrl.QueryOnly([
                    ("from", $"{Range.First:yyyy-MM-dd}"),
                    ("to", $"{Range.Last:yyyy-MM-dd}"),
                    .. ((string[])["advertiserId", "offerId", "affiliateId", "offerCampaignId", "eventId"]).Select(name =>
                        (name, url[name])
                    ),
                ]);

    public static string FilterName(ReportDimension dimension) =>
        dimension switch
        {
            ReportDimension.Campaign => "offerCampaignId",
            ReportDimension.SubAffiliate => "subAffiliate",
            _ => dimension.Word() + "Id",
        };

    public string With(params (string Name, string? Value)[] changes) => url.With(changes);

    /// <summary>With another grouping at a place; null takes the place away.</summary>
    public string WithGrouping(int place, string? word)
    {
        var words = Groupings.Select(g => g.Word()).ToList();
        if (place < words.Count)
            words.RemoveAt(place);
        if (word is { Length: > 0 })
        {
            words.Remove(word);
            words.Insert(Math.Min(place, words.Count), word);
        }

        return With(("by", words.Count == 0 ? null : string.Join(',', words)), ("sort", null), ("order", null));
    }

    /// <summary>A column's title sorts by it, and turns the order when it does already.</summary>
    public string WithSort(string column)
    {
        var isSorted = url["sort"] == column;
        return With(("sort", column), ("order", isSorted && url["order"] != "asc" ? "asc" : null));
    }

    /// <summary>What a row is made of: its groups up to one become filters, and it is grouped by what follows.</summary>
    public string Into(ReportRow row, int place)
    {
        var changes = new List<(string, string?)> { ("sort", null), ("order", null) };
        for (var i = 0; i <= place; i++)
            changes.AddRange(Narrow(row.Groups[i]));
        var rest = Groupings.Skip(place + 1).ToList();
        if (rest.Count == 0)
            rest.Add(Follow(row.Groups, place));
        changes.Add(("by", string.Join(',', rest.Select(g => g.Word()))));
        return With([.. changes]);
    }

    private ReportDimension Follow(IReadOnlyList<ReportGroup> groups, int place)
    {
        var next = Next[groups[place].By];
        // What is one value already tells nothing: the days do.
        return !next.IsTime() && (url[FilterName(next)] is not null || groups.Take(place).Any(g => g.By == next))
            ? ReportDimension.Day
            : next;
    }

    private static IEnumerable<(string, string?)> Narrow(ReportGroup group)
    {
        if (!group.By.IsTime())
            return [(FilterName(group.By), group.Key.Length == 0 ? None : group.Key)];
        if (group.By == ReportDimension.Hour)
        {
            var hour = DateTimeOffset.Parse(group.Key, System.Globalization.CultureInfo.InvariantCulture);
            return [("at", $"{Instant.From(hour)}"), ("until", $"{Instant.From(hour.AddHours(1))}")];
        }

        var first = DateOnly.Parse(
            group.By == ReportDimension.Month ? group.Key + "-01" : group.Key,
            System.Globalization.CultureInfo.InvariantCulture
        );
        var last = group.By switch
        {
            ReportDimension.Month => first.AddMonths(1).AddDays(-1),
            ReportDimension.Week => first.AddDays(6),
            _ => first,
        };
        return [("range", null), ("from", $"{first:yyyy-MM-dd}"), ("to", $"{last:yyyy-MM-dd}")];
    }
}
