using Ringpost.CallTracking.CallFilters;
using Ringpost.Primitives;
using static Ringpost.CallTracking.CallTables.DetailColumnType;

namespace Ringpost.CallTracking.CallTables;

/// <summary>
/// Every column that a list of calls can have, in Ringba's groups, words and names (ringba.md 10.3) as far as there are data for them; our own
/// stand at the end. A tag of the calls is a column too.
/// </summary>
internal static class DetailColumns
{
    private const string Names = "Name-ID";
    private const string Call = "Call";
    private const string Time = "Time";
    private const string Performance = "Performance";
    private const string Adjustment = "Adjustment";
    private const string Ours = "Ringpost";

    public static IReadOnlyList<DetailColumn> All { get; } =
    [
        new("campaignName", "Campaign", Keyword, Names) { Value = c => c.Call.CallCampaignName },
        new("publisherName", "Publisher", Keyword, Names) { Value = c => c.Call.PublisherName },
        new("targetName", "Target", Keyword, Names) { Value = c => c.Call.TargetName },
        new("targetNumber", "Target Number", Keyword, Names) { Value = c => c.Leg?.Destination, Facts = CallFactKinds.Legs },
        new("buyer", "Buyer", Keyword, Names) { Value = c => c.Call.BuyerName },
        new("targetGroupName", "Target Group", Keyword, Names) { Value = c => c.Group?.Name, Facts = CallFactKinds.Legs },
        new("campaignId", "Campaign ID", Keyword, Names) { Value = c => c.Call.CallCampaignId.Value },
        new("publisherId", "Publisher ID", Keyword, Names) { Value = c => c.Call.PublisherId?.Value },
        new("publisherSubId", "Publisher Sub ID", Keyword, Names) { Value = c => c.Publisher?.SubId },
        new("targetId", "Target ID", Keyword, Names) { Value = c => c.Call.TargetId?.Value },
        new("buyerId", "Buyer ID", Keyword, Names) { Value = c => c.Call.BuyerId?.Value },
        new("targetBuyerSubId", "Buyer Sub ID", Keyword, Names) { Value = c => c.Buyer?.SubId },
        new("targetGroupId", "Target Group ID", Keyword, Names) { Value = c => c.Group?.Id.Value, Facts = CallFactKinds.Legs },
        new("inboundCallId", "Inbound Call ID", Keyword, Call) { Value = c => c.Call.Id.Value },
        new("callDt", "Call Date", Date, Call) { Value = c => c.Call.At },
        new("inboundPhoneNumber", "Caller ID", Keyword, Call) { Value = c => c.Call.From },
        new("number", "Number", Keyword, Call) { Value = c => c.Call.Number },
        new("numberId", "Number ID", Keyword, Call) { Value = c => c.Call.NumberId.Value },
        new("callCompletedDt", "Call Complete Timestamp", Date, Call) { Value = c => At(c.Row.EndedAt) },
        new("callConnectionDt", "Call Connected Timestamp", Date, Call) { Value = c => At(c.Row.ConnectedAt) },
        new("endCallSource", "End Call Source", Keyword, Call) { Value = c => c.Call.EndedBy },
        new("hasConnected", "Connected", DetailColumnType.Boolean, Call) { Value = c => c.Call.Connected },
        new("isIncomplete", "Incomplete", DetailColumnType.Boolean, Call) { Value = c => c.Call.Incomplete },
        new("hasRecording", "Has Recording", DetailColumnType.Boolean, Call) { Value = c => c.Row.RecordingUrl is not null },
        new("isLive", "Is Live", DetailColumnType.Boolean, Call) { Value = c => c.Call.Live },
        new("recordingUrl", "Recording URL", Keyword, Call)
        {
            // Filled in by the list, which signs links to copies.
            Value = c => c.Row.RecordingUrl,
            Needs = Permission.Listen,
            Facts = CallFactKinds.Copies,
        },
        new("callLengthInSeconds", "Call Length", Timespan, Time) { Value = c => c.Call.CallSeconds },
        new("connectedCallLengthInSeconds", "Connected Call Length", Timespan, Time) { Value = c => c.Call.ConnectedSeconds },
        new("timeToConnectInSeconds", "Time To Connect", Timespan, Time) { Value = c => c.SecondsToConnect, IsComputed = true },
        new("noPayoutReason", "No Payout Reason", Keyword, Performance) { Value = c => c.Call.Reasons.Payout },
        new("noConversionReason", "No Conversion Reason", Keyword, Performance) { Value = c => c.Call.Reasons.Conversion },
        new("blockReason", "Block Reason", Keyword, Performance) { Value = c => c.Call.Reasons.Block },
        new("incompleteCallReason", "Incomplete Call Reason", Keyword, Performance) { Value = c => c.Call.Reasons.Incomplete },
        new("hasPayout", "Paid Out", DetailColumnType.Boolean, Performance) { Value = c => c.Call.Paid },
        new("isDuplicate", "Is Duplicate", DetailColumnType.Boolean, Performance) { Value = c => c.Call.Duplicate },
        new("hasPreviouslyConnected", "Previously Connected", DetailColumnType.Boolean, Performance)
        {
            Value = c => c.Row.PreviouslyConnected,
        },
        new("hasConverted", "Converted", DetailColumnType.Boolean, Performance) { Value = c => c.Call.Converted },
        new("wasBlocked", "Blocked", DetailColumnType.Boolean, Performance) { Value = c => c.Call.Blocked },
        new("conversionAmount", "Revenue", DetailColumnType.Money, Performance) { Value = c => c.Amount(c.Call.Revenue) },
        new("payoutAmount", "Payout", DetailColumnType.Money, Performance) { Value = c => c.Amount(c.Call.Payout) },
        new("profitGross", "Profit", DetailColumnType.Money, Performance)
        {
            Value = c => c.Amount(c.Call.Revenue - c.Call.Payout),
            IsComputed = true,
        },
        new("profitNet", "Profit Net Telco", DetailColumnType.Money, Performance) { Value = ProfitNet, IsComputed = true },
        new("totalCost", "Total Cost", DetailColumnType.Money, Performance) { Value = c => c.Cost },
        new("telcoCost", "Telco Cost", DetailColumnType.Money, Performance) { Value = c => c.Cost },
        new("convAdjustmentsApprovedAmount", "Approved Adjustment", DetailColumnType.Money, Performance)
        {
            Value = c => c.Facts.Requests is { Approved: > 0 } r ? c.Amount(r.Amount) : null,
            Facts = CallFactKinds.Requests,
        },
        new("wasConversionAdjusted", "Conversion Adjusted", DetailColumnType.Boolean, Adjustment) { Value = c => c.Call.RevenueAdjusted },
        new("wasPayoutAdjusted", "Payout Adjusted", DetailColumnType.Boolean, Adjustment) { Value = c => c.Call.PayoutAdjusted },
        new("hasAnnotations", "Has Annotations", DetailColumnType.Boolean, Adjustment)
        {
            Value = c => c.Facts.Annotated,
            Facts = CallFactKinds.Annotations,
        },
        new("convAdjustmentsRejectedCount", "Rejected Adjustments", Whole, Adjustment)
        {
            Value = c => c.Facts.Requests?.Declined ?? 0,
            Facts = CallFactKinds.Requests,
        },
        new("convAdjustmentRequestCount", "Requested Adjustments", Whole, Adjustment)
        {
            Value = c => c.Facts.Requests?.Requested ?? 0,
            Facts = CallFactKinds.Requests,
        },
        new("convAdjustmentsApproved", "Approved Adjustments", Whole, Adjustment)
        {
            Value = c => c.Facts.Requests?.Approved ?? 0,
            Facts = CallFactKinds.Requests,
        },
        new("outcome", "Outcome", Keyword, Ours) { Value = c => CallOutcomeWords.Of(c.Call), IsComputed = true },
        new("currency", "Currency", Keyword, Ours) { Value = c => c.Call.Currency.Code },
        new("costCurrency", "Cost Currency", Keyword, Ours) { Value = c => c.Cost?.Currency.Code },
        new("dialAttempts", "Dial Attempts", Whole, Ours) { Value = c => (long)c.Facts.Legs.Count, Facts = CallFactKinds.Legs },
        new("attestation", "Attestation", Keyword, Ours) { Value = c => c.Row.Attestation },
        new("isRecovered", "Recovered", DetailColumnType.Boolean, Ours) { Value = c => c.Row.Recovered },
        new("isTest", "Test", DetailColumnType.Boolean, Ours) { Value = c => c.Call.Test },
        new("isCounted", "Counted", DetailColumnType.Boolean, Ours) { Value = c => c.Call.Counted },
    ];

    /// <summary>What a file or a program gets that names none.</summary>
    public const string Default =
        "callDt,inboundCallId,campaignName,publisherName,inboundPhoneNumber,number,targetName,buyer,isLive,hasConnected,hasConverted,hasPayout,"
        + "isDuplicate,wasBlocked,isIncomplete,callLengthInSeconds,connectedCallLengthInSeconds,conversionAmount,payoutAmount,currency,"
        + "endCallSource,noConversionReason,noPayoutReason,blockReason,wasConversionAdjusted,wasPayoutAdjusted,isTest,isCounted";

    public static IEnumerable<DetailColumn> SeenBy(Actor actor) =>
        All.Where(column => column.IsSeenBy(actor)).Select(c => c with { Title = SeenColumns.Title(actor.Role, c.Id, c.Title) });

    private static object? At(long? unixMilliseconds) => unixMilliseconds is { } known ? new Instant(known) : null;

    /// <summary>Profit less what the carrier charged; nothing where that is unknown or in another currency.</summary>
    private static object? ProfitNet(CallCells cells) =>
        cells.Cost is { } cost && cost.Currency == cells.Call.Currency
            ? cells.Amount(cells.Call.Revenue - cells.Call.Payout - cost.Millionths)
            : null;
}
