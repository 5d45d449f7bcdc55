using Ringpost.Console.Components;
using Ringpost.Primitives;

namespace Ringpost.Console.Shell.Search;

/// <summary>Where a find is looked at, and how it is called there.</summary>
internal static class SearchLinks
{
    public static SearchLine Of(SearchHit hit)
    {
        var id = Uri.EscapeDataString(hit.Id);
        var (group, path, icon) = hit.Kind switch
        {
            SearchKind.Call => (T["Calls"], $"/console/calls/{id}", Icons.Call),
            SearchKind.Caller => (T["Callers"], $"/console/calls?caller={id}&from=2020-01-01", Icons.Person),
            SearchKind.Number => (T["Numbers"], $"/console/numbers/{id}", Icons.Dialpad),
            SearchKind.Conversion => (T["Conversions"], $"/console/attribution/conversions/{id}", Icons.PriceCheck),
            SearchKind.Postback => (T["Postbacks without a conversion"], $"/console/attribution/pixel-log/{id}", Icons.ManageSearch),
            SearchKind.Click => (T["Clicks"], $"/console/attribution/clicks?requestId={id}&from=2020-01-01", Icons.AdsClick),
            SearchKind.Document => (T["Bills and statements"], $"/console/documents/{id}", Icons.Article),
            SearchKind.Period => (T["Periods"], $"/console/documents?periodId={id}", Icons.Schedule),
            SearchKind.User => (T["Users"], "/console/settings/users", Icons.Person),
            SearchKind.Delivery => (T["Deliveries"], $"/console/deliveries/{id}", Icons.Outbox),
            SearchKind.CallCampaign => (T["Campaigns of calls"], $"/console/campaigns/{id}", Icons.Campaign),
            SearchKind.Publisher => (T["Publishers"], $"/console/publishers/{id}", Icons.Groups),
            SearchKind.Buyer => (T["Buyers"], $"/console/buyers/{id}", Icons.Storefront),
            SearchKind.Target => (T["Targets"], $"/console/targets/{id}", Icons.AdsClick),
            SearchKind.Pixel => (T["Pixels"], $"/console/pixels/{id}", Icons.Sensors),
            SearchKind.Offer => (T["Offers"], $"/console/attribution/offers/{id}", Icons.LocalOffer),
            SearchKind.OfferCampaign => (T["Campaigns of offers"], $"/console/attribution/campaigns/{id}", Icons.Hub),
            SearchKind.Affiliate => (T["Affiliates"], $"/console/attribution/affiliates/{id}", Icons.Diversity3),
            SearchKind.Advertiser => (T["Advertisers"], $"/console/attribution/advertisers/{id}", Icons.Business),
            SearchKind.OfferEvent => (T["Events"], $"/console/attribution/advertisers/{hit.OwnerId}/events/{id}", Icons.Bolt),
        };
        var title =
            hit.Kind is SearchKind.Call or SearchKind.Caller or SearchKind.Number ? ConsoleFormat.Phone(hit.Title)
            : hit.Kind is SearchKind.OfferCampaign && hit.Title == $"Campaign {hit.Id}" ? T["Campaign {0}", hit.Id]
            : hit.Title;
        return new SearchLine(group, title, T.Known(hit.Detail), path, icon, hit.At);
    }
}
