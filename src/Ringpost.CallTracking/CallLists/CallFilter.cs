using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>What a call can be asked for; they overlap (ringba.md 2.1).</summary>
public enum CallListState
{
    Live,
    Completed,
    Connected,
    Converted,
    NotConverted,
    Paid,
    NotPaid,
    Duplicate,
    Blocked,
    Incomplete,

    /// <summary>It earned or paid, and its amounts may still change: within the hold, or disputed and not decided.</summary>
    Pending,

    /// <summary>A buyer disputes it, and nobody has decided.</summary>
    Disputed,

    /// <summary>Over, and not pending.</summary>
    Final,

    /// <summary>From a test number or of a simulator carrier.</summary>
    Test,

    /// <summary>Of another tracker's log; these are in no other answer.</summary>
    History,
}

/// <summary>Which calls. Times and dates as <see cref="TimeRange.Read"/> takes them.</summary>
/// <param name="Number">The tracking number that was called, as a person writes it.</param>
/// <param name="Caller">The caller's number; a part of it is enough for who may see full numbers, others name all of it.</param>
/// <param name="State">A word of <see cref="CallListState"/>.</param>
/// <param name="Tags">The tags to show with each call, with commas: <c>tag:User:zip,tag:InboundNumber:State</c>.</param>
/// <param name="Filters">Conditions on columns and tags in Ringba's JSON (<see cref="CallFilters.ColumnFilterCheck.Read"/>).</param>
public sealed record CallFilter(
    string? From = null,
    string? To = null,
    CallCampaignId? CallCampaignId = null,
    PublisherId? PublisherId = null,
    string? Number = null,
    string? Caller = null,
    string? State = null,
    TargetId? TargetId = null,
    BuyerId? BuyerId = null,
    string? Tags = null,
    string? Filters = null
);
