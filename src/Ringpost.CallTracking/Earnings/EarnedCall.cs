using Ringpost.Primitives;

namespace Ringpost.CallTracking.Earnings;

/// <summary>A call as far as its money goes. Amounts are the current ones, in millionths: what was settled and every change since.</summary>
/// <param name="Counted">Whether it stands in reports: false for a test from a test number and for another tracker's call.</param>
/// <param name="History">A call of another tracker's log.</param>
/// <param name="ChangedAt">When its amounts were last changed after settlement; null where they never were.</param>
/// <param name="PayoutReason">Why it was not paid; a word of <c>PayoutRefusal</c>.</param>
public sealed record EarnedCall(
    CallId Id,
    Instant At,
    Instant? EndedAt,
    CallCampaignId CampaignId,
    PublisherId? PublisherId,
    bool Paid,
    bool Counted,
    bool History,
    bool Live,
    long Revenue,
    long Payout,
    Currency Currency,
    Instant? ChangedAt,
    string? PayoutReason
);
