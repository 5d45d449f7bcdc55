using System.Text.Json.Serialization;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

/// <summary>A call as a list shows it (api-v1.md). Amounts are the current ones: what was settled and every change since.</summary>
/// <param name="From">The caller; masked for who may not see full numbers, empty for an anonymous caller.</param>
/// <param name="CallSeconds">As the carrier stated them; null while nobody has.</param>
/// <param name="EndedBy">Caller, Target or System.</param>
/// <param name="Incomplete">Ended without a dial attempt: Ringba's “IVR Hangup”.</param>
/// <param name="Reasons">Why it did not convert, was not paid, was blocked; words of closed sets.</param>
public record CallSummary(
    CallId Id,
    Instant At,
    string From,
    string Number,
    NumberId NumberId,
    CallCampaignId CallCampaignId,
    string CallCampaignName,
    PublisherId? PublisherId,
    string? PublisherName,
    TargetId? TargetId,
    string? TargetName,
    BuyerId? BuyerId,
    string? BuyerName,
    bool Live,
    bool Connected,
    bool Converted,
    bool Paid,
    bool Duplicate,
    bool Blocked,
    bool Incomplete,
    bool Test,
    long? CallSeconds,
    long? ConnectedSeconds,
    [property: JsonConverter(typeof(MillionthsJson))] long Revenue,
    [property: JsonConverter(typeof(MillionthsJson))] long Payout,
    Currency Currency,
    string? EndedBy,
    CallReasons Reasons
)
{
    /// <summary>The revenue is not what was settled: it was changed since.</summary>
    public bool RevenueAdjusted { get; init; }

    /// <summary>The payout is not what was settled: it was changed since.</summary>
    public bool PayoutAdjusted { get; init; }

    /// <summary>A call of another tracker's log: it makes duplicates and takes places in caps, and is in no report.</summary>
    public bool History { get; init; }

    /// <summary>Whether it stands in reports: false for a test from a test number and for another tracker's call.</summary>
    public bool Counted { get; init; } = true;

    /// <summary>The tags that were asked for, by <c>tag:Type:Name</c>; null where none was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? TagValues { get; init; }
}

/// <summary>Words of the closed sets <c>ConversionRefusal</c>, <c>PayoutRefusal</c>, <c>BlockReason</c> and <c>IncompleteReason</c>; null where it does not apply.</summary>
public sealed record CallReasons(string? Conversion, string? Payout, string? Block, string? Incomplete)
{
    /// <summary>Where the payout was refused as a duplicate: of what.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DuplicateOf? PayoutDuplicate { get; init; }
}

/// <summary>The call that earned before, when it arrived, and the window in seconds (−1: for ever) that it lies in.</summary>
public sealed record DuplicateOf(CallId CallId, Instant At, long WindowSeconds)
{
    internal static DuplicateOf? Read(string? id, long? at, long? window) =>
        id is null || at is null ? null : new DuplicateOf(new CallId(id), new Instant(at.Value), window ?? 0);
}
