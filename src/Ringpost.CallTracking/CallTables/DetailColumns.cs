using Ringpost.CallTracking.CallFilters;
using Ringpost.Primitives;
using static Ringpost.CallTracking.CallTables.DetailColumnType;

namespace Ringpost.CallTracking.CallTables;

/// <summary>
/// What stands in each column that a list of calls can have (ringba.md 10.3), as far as there are data for it. A tag of the calls is a column
/// too.
/// </summary>
internal static class DetailColumns
{
    public static IReadOnlyList<DetailColumn> All { get; } =
    [
        Of("campaignName", Keyword, c => c.Call.CallCampaignName),
        Of("publisherName", Keyword, c => c.Call.PublisherName),
        Of("targetName", Keyword, c => c.Call.TargetName),
        Of("targetNumber", Keyword, c => c.Leg?.Destination, facts: CallFactKinds.Legs),
        Of("buyer", Keyword, c => c.Call.BuyerName),
        Of("targetGroupName", Keyword, c => c.Group?.Name, facts: CallFactKinds.Legs),
        Of("campaignId", Keyword, c => c.Call.CallCampaignId.Value),
        Of("publisherId", Keyword, c => c.Call.PublisherId?.Value),
        Of("publisherSubId", Keyword, c => c.Publisher?.SubId),
        Of("targetId", Keyword, c => c.Call.TargetId?.Value),
        Of("buyerId", Keyword, c => c.Call.BuyerId?.Value),
        Of("targetBuyerSubId", Keyword, c => c.Buyer?.SubId),
        Of("targetGroupId", Keyword, c => c.Group?.Id.Value, facts: CallFactKinds.Legs),
        Of("inboundCallId", Keyword, c => c.Call.Id.Value),
        Of("callDt", Date, c => c.Call.At),
        Of("inboundPhoneNumber", Keyword, c => c.Call.From),
        Of("number", Keyword, c => c.Call.Number),
        Of("numberId", Keyword, c => c.Call.NumberId.Value),
        Of("callCompletedDt", Date, c => At(c.Row.EndedAt)),
        Of("callConnectionDt", Date, c => At(c.Row.ConnectedAt)),
        Of("endCallSource", Keyword, c => c.Call.EndedBy),
        Of("hasConnected", DetailColumnType.Boolean, c => c.Call.Connected),
        Of("isIncomplete", DetailColumnType.Boolean, c => c.Call.Incomplete),
        Of("hasRecording", DetailColumnType.Boolean, c => c.Row.RecordingUrl is not null),
        Of("isLive", DetailColumnType.Boolean, c => c.Call.Live),
        // Filled in by the list, which signs links to copies.
        Of("recordingUrl", Keyword, c => c.Row.RecordingUrl, needs: Permission.Listen, facts: CallFactKinds.Copies),
        Of("callLengthInSeconds", Timespan, c => c.Call.CallSeconds),
        Of("connectedCallLengthInSeconds", Timespan, c => c.Call.ConnectedSeconds),
        Of("timeToConnectInSeconds", Timespan, c => c.SecondsToConnect, isComputed: true),
        Of("noPayoutReason", Keyword, c => c.Call.Reasons.Payout),
        Of("noConversionReason", Keyword, c => c.Call.Reasons.Conversion),
        Of("blockReason", Keyword, c => c.Call.Reasons.Block),
        Of("incompleteCallReason", Keyword, c => c.Call.Reasons.Incomplete),
        Of("hasPayout", DetailColumnType.Boolean, c => c.Call.Paid),
        Of("isDuplicate", DetailColumnType.Boolean, c => c.Call.Duplicate),
        Of("hasPreviouslyConnected", DetailColumnType.Boolean, c => c.Row.PreviouslyConnected),
        Of("hasConverted", DetailColumnType.Boolean, c => c.Call.Converted),
        Of("wasBlocked", DetailColumnType.Boolean, c => c.Call.Blocked),
        Of("conversionAmount", DetailColumnType.Money, c => c.Amount(c.Call.Revenue)),
        Of("payoutAmount", DetailColumnType.Money, c => c.Amount(c.Call.Payout)),
        Of("profitGross", DetailColumnType.Money, c => c.Amount(c.Call.Revenue - c.Call.Payout), isComputed: true),
        Of("profitNet", DetailColumnType.Money, ProfitNet, isComputed: true),
        Of("totalCost", DetailColumnType.Money, c => c.Cost),
        Of("telcoCost", DetailColumnType.Money, c => c.Cost),
        Of(
            "convAdjustmentsApprovedAmount",
            DetailColumnType.Money,
            c => c.Facts.Requests is { Approved: > 0 } r ? c.Amount(r.Amount) : null,
            facts: CallFactKinds.Requests
        ),
        Of("wasConversionAdjusted", DetailColumnType.Boolean, c => c.Call.RevenueAdjusted),
        Of("wasPayoutAdjusted", DetailColumnType.Boolean, c => c.Call.PayoutAdjusted),
        Of("hasAnnotations", DetailColumnType.Boolean, c => c.Facts.Annotated, facts: CallFactKinds.Annotations),
        Of("convAdjustmentsRejectedCount", Whole, c => c.Facts.Requests?.Declined ?? 0, facts: CallFactKinds.Requests),
        Of("convAdjustmentRequestCount", Whole, c => c.Facts.Requests?.Requested ?? 0, facts: CallFactKinds.Requests),
        Of("convAdjustmentsApproved", Whole, c => c.Facts.Requests?.Approved ?? 0, facts: CallFactKinds.Requests),
        Of("outcome", Keyword, c => CallOutcomeWords.Of(c.Call), isComputed: true),
        Of("currency", Keyword, c => c.Call.Currency.Code),
        Of("costCurrency", Keyword, c => c.Cost?.Currency.Code),
        Of("dialAttempts", Whole, c => (long)c.Facts.Legs.Count, facts: CallFactKinds.Legs),
        Of("attestation", Keyword, c => c.Row.Attestation),
        Of("isRecovered", DetailColumnType.Boolean, c => c.Row.Recovered),
        Of("isTest", DetailColumnType.Boolean, c => c.Call.Test),
        Of("isCounted", DetailColumnType.Boolean, c => c.Call.Counted),
    ];

    /// <summary>What a file or a program gets that names none.</summary>
    public const string Default =
        "callDt,inboundCallId,campaignName,publisherName,inboundPhoneNumber,number,targetName,buyer,isLive,hasConnected,hasConverted,hasPayout,"
        + "isDuplicate,wasBlocked,isIncomplete,callLengthInSeconds,connectedCallLengthInSeconds,conversionAmount,payoutAmount,currency,"
        + "endCallSource,noConversionReason,noPayoutReason,blockReason,wasConversionAdjusted,wasPayoutAdjusted,isTest,isCounted";

    public static IEnumerable<DetailColumn> SeenBy(Actor actor) =>
        All.Where(column => column.IsSeenBy(actor)).Select(c => c with { Title = SeenColumns.Title(actor.Role, c.Id, c.Title) });

    private static DetailColumn Of(
        string id,
        DetailColumnType type,
        Func<CallCells, object?> value,
        CallFactKinds facts = default,
        bool isComputed = false,
        Permission needs = Permission.Read
    )
    {
        var known = KnownColumns.Get(id);
        return new DetailColumn(known.Id, known.Title, type, known.Group)
        {
            Value = value,
            Facts = facts,
            IsComputed = isComputed,
            Needs = needs,
        };
    }

    private static object? At(long? unixMilliseconds) => unixMilliseconds is { } known ? new Instant(known) : null;

    /// <summary>Profit less what the carrier charged; nothing where that is unknown or in another currency.</summary>
    private static object? ProfitNet(CallCells cells) =>
        cells.Cost is { } cost && cost.Currency == cells.Call.Currency
            ? cells.Amount(cells.Call.Revenue - cells.Call.Payout - cost.Millionths)
            : null;
}
