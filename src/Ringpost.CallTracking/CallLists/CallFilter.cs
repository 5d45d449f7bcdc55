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
public sealed record CallFilter
{
    public string? From { get; init; }

    public string? To { get; init; }

    public CallCampaignId? CallCampaignId { get; init; }

    public PublisherId? PublisherId { get; init; }

    /// <summary>The tracking number that was called, as a person writes it.</summary>
    public string? Number { get; init; }

    /// <summary>The caller's number; a part of it is enough for who may see full numbers, others name all of it.</summary>
    public string? Caller { get; init; }

    /// <summary>A word of <see cref="CallListState"/>.</summary>
    public string? State { get; init; }

    public TargetId? TargetId { get; init; }

    public BuyerId? BuyerId { get; init; }

    /// <summary>The tags to show with each call, with commas: <c>tag:User:zip,tag:InboundNumber:State</c>.</summary>
    public string? Tags { get; init; }

    /// <summary>Conditions on columns and tags in Ringba's JSON (<see cref="CallFilters.ColumnFilterCheck.Read"/>).</summary>
    public string? Filters { get; init; }
}
