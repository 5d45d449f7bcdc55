using Ringpost.Primitives;

namespace Ringpost.CallTracking.Earnings;

public enum CallEntryKind
{
    /// <summary>What a leg earned when the call was settled; owed by its buyer.</summary>
    Leg,

    /// <summary>What the call pays its publisher, as settled.</summary>
    Payout,

    /// <summary>A later change, a row of the ledger.</summary>
    Change,
}

/// <summary>One amount of the call side's book: a first one, or a later change. It never changes once it is not 0.</summary>
/// <param name="Key">Names it among its kind for ever: the call and the leg, the call, or the ledger's row.</param>
/// <param name="IsPayout">Whether the publisher is owed it; else a buyer owes it.</param>
/// <param name="Party">The buyer's or publisher's id; null where the call has none.</param>
/// <param name="Amount">Millionths, signed.</param>
/// <param name="FirstKey">The first amount that a change changes; its own key where it is one.</param>
/// <param name="EffectiveDay">Of a change: yyyy-MM-dd in the instance's zone; null counts at <paramref name="CallAt"/>.</param>
/// <param name="RecordedAt">Of a change; a first amount has no such moment.</param>
public sealed record CallEntry(
    CallEntryKind Kind,
    string Key,
    bool IsPayout,
    CallId CallId,
    Instant CallAt,
    CallCampaignId CampaignId,
    string? Party,
    long Amount,
    Currency Currency,
    string FirstKey,
    string? EffectiveDay,
    Instant? RecordedAt,
    string? By,
    string? Reason
);

/// <summary>How far a walk through the entries came: first amounts by arrival and id, then changes by their number.</summary>
public sealed record CallEntryPlace(bool InChanges, Instant At, string CallId, long Change)
{
    public static readonly CallEntryPlace Start = new(false, new Instant(long.MinValue), "", 0);

    internal static readonly CallEntryPlace Changes = new(true, default, "", 0);
}
