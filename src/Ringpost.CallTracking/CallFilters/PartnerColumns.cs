using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>
/// The columns of publishers' and buyers' people (ringba.md 10.3, roles P and B): what they see, filter, sort and group by. All others do not
/// exist for them. What stands in them is their part of a call (<c>CallScope</c>); tags are scoped by that alone.
/// </summary>
internal static class PartnerColumns
{
    private static readonly HashSet<string> OfPublisher =
    [
        "campaignName",
        "campaignId",
        "inboundCallId",
        "callDt",
        "inboundPhoneNumber",
        "number",
        "isLive",
        "hasConnected",
        "isIncomplete",
        "hasPayout",
        "isDuplicate",
        "hasPreviouslyConnected",
        "payoutAmount",
        "currency",
        "callLengthInSeconds",
        "connectedCallLengthInSeconds",
        "timeToConnectInSeconds",
    ];

    private static readonly HashSet<string> OfBuyer =
    [
        "targetName",
        "targetId",
        "targetNumber",
        "dialedTargetId",
        "inboundCallId",
        "callDt",
        "inboundPhoneNumber",
        "isLive",
        "hasConnected",
        "hasConverted",
        "conversionAmount",
        "currency",
        "callLengthInSeconds",
        "connectedCallLengthInSeconds",
        "timeToConnectInSeconds",
    ];

    /// <param name="id">As the catalogues write it.</param>
    public static bool Has(Role role, string id) =>
        role switch
        {
            Role.Admin or Role.ReadOnly => true,
            Role.Publisher => OfPublisher.Contains(id),
            Role.Buyer => OfBuyer.Contains(id),
        };

    /// <summary>What the network earns is what a buyer pays out.</summary>
    public static string Title(Role role, string id, string title) => role == Role.Buyer && id == "conversionAmount" ? "Payout" : title;
}
