using Ringpost.CallTracking;
using Ringpost.CallTracking.CallLists;
using Ringpost.Console.Components;

namespace Ringpost.Console.Pages.Calls.CallLists;

/// <summary>Which calls the address of the list means: the same for the list, and for what is done to all its calls.</summary>
internal static class CallListAddress
{
    public static CallFilter Filter(ListUrl url, string? from, string? to) =>
        new()
        {
            From = from,
            To = to,
            CallCampaignId = url["callCampaignId"] is { } campaign ? new CallCampaignId(campaign) : null,
            PublisherId = url["publisherId"] is { } publisher ? new PublisherId(publisher) : null,
            Number = url["number"],
            Caller = url["caller"],
            State = url["state"],
            TargetId = url["targetId"] is { } target ? new TargetId(target) : null,
            BuyerId = url["buyerId"] is { } buyer ? new BuyerId(buyer) : null,
            Filters = url["filters"],
        };
}
