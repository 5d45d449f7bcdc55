using Ringpost.Console.Components;
using Ringpost.Primitives;
using Mud = MudBlazor.Icons.Material.Outlined;

namespace Ringpost.Console.Shell.Search;

/// <summary>Where a find is looked at, and how it is called there.</summary>
internal static class SearchLinks
{
    public static SearchLine Of(SearchHit hit)
    {
        var id = Uri.EscapeDataString(hit.Id);
        var (group, path, icon) = hit.Kind switch
        {
            SearchKind.Call => ("Calls", $"/console/calls/{id}", Mud.Call),
            SearchKind.Caller => ("Callers", $"/console/calls?caller={id}&from=2020-01-01", Mud.Person),
            SearchKind.Number => ("Numbers", $"/console/numbers/{id}", Mud.Dialpad),
            SearchKind.Conversion => ("Conversions", $"/console/attribution/conversions/{id}", Mud.PriceCheck),
            SearchKind.Postback => ("Postbacks without a conversion", $"/console/attribution/pixel-log/{id}", Mud.ManageSearch),
            SearchKind.Delivery => ("Deliveries", $"/console/deliveries/{id}", Mud.Outbox),
            SearchKind.CallCampaign => ("Campaigns of calls", $"/console/campaigns/{id}", Mud.Campaign),
            SearchKind.Publisher => ("Publishers", $"/console/publishers/{id}", Mud.Groups),
            SearchKind.Buyer => ("Buyers", $"/console/buyers/{id}", Mud.Storefront),
            SearchKind.Target => ("Targets", $"/console/targets/{id}", Mud.AdsClick),
            SearchKind.Pixel => ("Pixels", $"/console/pixels/{id}", Mud.Sensors),
            SearchKind.Offer => ("Offers", $"/console/attribution/offers/{id}", Mud.LocalOffer),
            SearchKind.OfferCampaign => ("Campaigns of offers", $"/console/attribution/campaigns/{id}", Mud.Hub),
            SearchKind.Affiliate => ("Affiliates", $"/console/attribution/affiliates/{id}", Mud.Diversity3),
            SearchKind.Advertiser => ("Advertisers", $"/console/attribution/advertisers/{id}", Mud.Business),
            SearchKind.OfferEvent => ("Events", $"/console/attribution/advertisers/{hit.OwnerId}/events/{id}", Mud.Bolt),
        };
        var title = hit.Kind is SearchKind.Call or SearchKind.Caller or SearchKind.Number ? ConsoleFormat.Phone(hit.Title) : hit.Title;
        return new SearchLine(group, title, hit.Detail, path, icon, hit.At);
    }
}
