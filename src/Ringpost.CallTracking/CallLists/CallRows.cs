using Ringpost.Primitives;

namespace Ringpost.CallTracking.CallLists;

internal sealed record CallRow
{
    public CallId Id { get; init; }
    public Instant ArrivedAt { get; init; }
    public string Caller { get; init; } = "";
    public string Dialed { get; init; } = "";
    public NumberId NumberId { get; init; }
    public CallCampaignId CampaignId { get; init; }
    public string? PublisherId { get; init; }
    public string? TargetId { get; init; }
    public string? BuyerId { get; init; }
    public bool Live { get; init; }
    public bool Connected { get; init; }
    public bool Converted { get; init; }
    public bool Paid { get; init; }
    public bool Duplicate { get; init; }
    public bool PreviouslyConnected { get; init; }
    public bool Blocked { get; init; }
    public bool Incomplete { get; init; }
    public bool Test { get; init; }
    public bool Uncounted { get; init; }
    public bool History { get; init; }
    public long? CallSeconds { get; init; }
    public long? ConnectedSeconds { get; init; }
    public string Currency { get; init; } = "";
    public string? EndedBy { get; init; }
    public long? ConnectedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? RecordingUrl { get; init; }
    public bool Recovered { get; init; }
    public long? Cost { get; init; }
    public string? CostCurrency { get; init; }
    public string? ConversionReason { get; init; }
    public string? PayoutReason { get; init; }
    public string? BlockReason { get; init; }
    public string? IncompleteReason { get; init; }
    public string? PayoutEarlierId { get; init; }
    public long? PayoutEarlierAt { get; init; }
    public long? PayoutWindow { get; init; }
    public string? Attestation { get; init; }
    public long Revenue { get; init; }
    public long Payout { get; init; }
    public long RevenueEntries { get; init; }
    public long PayoutEntries { get; init; }

    /// <summary>What the list is sorted by, where that is not the time.</summary>
    public string? SortKey { get; init; }
}

internal sealed record LegRow
{
    public long Leg { get; init; }
    public TargetId TargetId { get; init; }
    public string? BuyerId { get; init; }
    public string Destination { get; init; } = "";
    public Instant DialedAt { get; init; }
    public bool Answered { get; init; }
    public long? AnsweredAt { get; init; }
    public long? EndedAt { get; init; }
    public long? ConnectedSeconds { get; init; }
    public string? Outcome { get; init; }
    public bool Converted { get; init; }
    public long Revenue { get; init; }
    public string? ConversionReason { get; init; }
    public string ConvertOn { get; init; } = "";
    public long Terms { get; init; }
    public long ConvertSeconds { get; init; }
    public string TimerStart { get; init; } = "";
    public string Lengths { get; init; } = "[]";
    public long Dedupe { get; init; }
    public string? EarlierCallId { get; init; }
    public long? EarlierAt { get; init; }
}

internal sealed record EventRow(string Name, Instant At, string Fields);
