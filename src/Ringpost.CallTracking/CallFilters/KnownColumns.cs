using static Ringpost.CallTracking.CallFilters.ColumnSight;

namespace Ringpost.CallTracking.CallFilters;

/// <summary>For whom a column exists beside the network's own people who see revenue and buyers.</summary>
[Flags]
internal enum ColumnSight
{
    /// <summary>For all of the network's own people.</summary>
    Own = 0,

    /// <summary>It tells of revenue or buyers: for none of the network's own people without that right.</summary>
    OfRevenue = 1,

    /// <summary>For publishers' people too (ringba.md 10.3, role P).</summary>
    ToPublisher = 2,

    /// <summary>For buyers' people too (role B).</summary>
    ToBuyer = 4,
}

/// <summary>What a column of calls is called and for whom it exists, whatever is done with it.</summary>
internal sealed record KnownColumn(string Id, string Title, string Group, ColumnSight Sight = Own);

/// <summary>
/// Every column of calls, in Ringba's groups, words and names (ringba.md 10.3); our own stand at the end. Lists and files show them
/// (<c>DetailColumns</c>), filters and groupings name them (<see cref="CallColumns"/>).
/// </summary>
internal static class KnownColumns
{
    private const string Names = "Name-ID";
    private const string Call = "Call";
    private const string Time = "Time";
    private const string Performance = "Performance";
    private const string Adjustment = "Adjustment";
    private const string Ours = "Ringpost";

    private static readonly KnownColumn[] All =
    [
        new("campaignName", "Campaign", Names, ToPublisher),
        new("publisherName", "Publisher", Names),
        new("targetName", "Target", Names, OfRevenue | ToBuyer),
        new("targetNumber", "Target Number", Names, OfRevenue | ToBuyer),
        new("buyer", "Buyer", Names, OfRevenue),
        new("targetGroupName", "Target Group", Names, OfRevenue),
        new("campaignId", "Campaign ID", Names, ToPublisher),
        new("campaignTrackingId", "Campaign Tracking ID", Names),
        new("publisherId", "Publisher ID", Names),
        new("publisherSubId", "Publisher Sub ID", Names),
        new("targetId", "Target ID", Names, OfRevenue | ToBuyer),
        new("buyerId", "Buyer ID", Names, OfRevenue),
        new("targetBuyerSubId", "Buyer Sub ID", Names, OfRevenue),
        new("dialedTargetId", "Dialed Target ID", Names, OfRevenue | ToBuyer),
        new("dialedBuyerId", "Dialed Buyer ID", Names, OfRevenue),
        new("targetGroupId", "Target Group ID", Names, OfRevenue),
        new("inboundCallId", "Inbound Call ID", Call, ToPublisher | ToBuyer),
        new("callDt", "Call Date", Call, ToPublisher | ToBuyer),
        new("inboundPhoneNumber", "Caller ID", Call, ToPublisher | ToBuyer),
        new("number", "Number", Call, ToPublisher),
        new("numberId", "Number ID", Call),
        new("callCompletedDt", "Call Complete Timestamp", Call),
        new("callConnectionDt", "Call Connected Timestamp", Call),
        new("endCallSource", "End Call Source", Call),
        new("hasConnected", "Connected", Call, ToPublisher | ToBuyer),
        new("isIncomplete", "Incomplete", Call, ToPublisher),
        new("hasRecording", "Has Recording", Call),
        new("isLive", "Is Live", Call, ToPublisher | ToBuyer),
        new("recordingUrl", "Recording URL", Call),
        new("callLengthInSeconds", "Call Length", Time, ToPublisher | ToBuyer),
        new("connectedCallLengthInSeconds", "Connected Call Length", Time, ToPublisher | ToBuyer),
        new("timeToConnectInSeconds", "Time To Connect", Time, ToPublisher | ToBuyer),
        new("noPayoutReason", "No Payout Reason", Performance),
        new("noConversionReason", "No Conversion Reason", Performance),
        new("blockReason", "Block Reason", Performance),
        new("incompleteCallReason", "Incomplete Call Reason", Performance),
        new("hasPayout", "Paid Out", Performance, ToPublisher),
        new("isDuplicate", "Is Duplicate", Performance, ToPublisher),
        new("hasPreviouslyConnected", "Previously Connected", Performance, ToPublisher),
        new("hasConverted", "Converted", Performance, ToBuyer),
        new("wasBlocked", "Blocked", Performance),
        new("conversionAmount", "Revenue", Performance, OfRevenue | ToBuyer),
        new("payoutAmount", "Payout", Performance, ToPublisher),
        new("profitGross", "Profit", Performance, OfRevenue),
        new("profitNet", "Profit Net Telco", Performance, OfRevenue),
        new("totalCost", "Total Cost", Performance),
        new("telcoCost", "Telco Cost", Performance),
        new("convAdjustmentsApprovedAmount", "Approved Adjustment", Performance, OfRevenue),
        new("wasConversionAdjusted", "Conversion Adjusted", Adjustment, OfRevenue),
        new("wasPayoutAdjusted", "Payout Adjusted", Adjustment),
        new("hasAnnotations", "Has Annotations", Adjustment),
        new("convAdjustmentsRejectedCount", "Rejected Adjustments", Adjustment, OfRevenue),
        new("convAdjustmentRequestCount", "Requested Adjustments", Adjustment, OfRevenue),
        new("convAdjustmentsApproved", "Approved Adjustments", Adjustment, OfRevenue),
        new("outcome", "Outcome", Ours),
        new("currency", "Currency", Ours, ToPublisher | ToBuyer),
        new("costCurrency", "Cost Currency", Ours),
        new("dialAttempts", "Dial Attempts", Ours, OfRevenue),
        new("attestation", "Attestation", Ours),
        new("isRecovered", "Recovered", Ours),
        new("isTest", "Test", Ours),
        new("isCounted", "Counted", Ours),
    ];

    private static readonly Dictionary<string, KnownColumn> ById = All.ToDictionary(c => c.Id, StringComparer.OrdinalIgnoreCase);

    public static KnownColumn Get(string id) => ById[id];

    /// <summary>Whatever the case; a tag is none.</summary>
    public static KnownColumn? Find(string id) => ById.GetValueOrDefault(id);
}
