using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>Which calls the address of the list means: the same for the list, and for what is done to all its calls.</summary>
internal static class CallListAddress
{
    public static CallFilter Filter(ListUrl url, string? from, string? to) =>
        new(
            from,
            to,
            url["callCampaignId"] is { } campaign ? new CallCampaignId(campaign) : null,
            url["publisherId"] is { } publisher ? new PublisherId(publisher) : null,
            url["number"],
            url["caller"],
            url["state"],
            url["targetId"] is { } target ? new TargetId(target) : null,
            url["buyerId"] is { } buyer ? new BuyerId(buyer) : null,
            Filters: url["filters"]
        );
}
