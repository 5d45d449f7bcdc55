using Ringpost.Attribution.Conversions;
using Ringpost.CallTracking.Earnings;
using Ringpost.Primitives;
using Ringpost.Reconciliation.Agreement;

namespace Ringpost.Reconciliation.OwnBooks;

/// <summary>A call with all that was booked under its id, and what the books say of it; or one conversion without a call.</summary>
/// <param name="Place">Behind it the next one begins.</param>
/// <param name="Conversions">Where there is no call: the one.</param>
/// <param name="Fate">Only where nothing was booked for it.</param>
internal sealed record JudgedCall(
    OwnPlace Place,
    EarnedCall? Call,
    IReadOnlyList<BookedConversion> Conversions,
    IReadOnlyList<AgreementFinding> Findings,
    PixelFate? Fate
)
{
    /// <summary>Only of a call that was changed and whose amounts differ from what was booked.</summary>
    public ChangeFate? Change { get; init; }

    /// <summary>What decides on which day it is told.</summary>
    public Instant At => Call is { } call && Place.Part == OwnPart.Calls ? call.At : Conversions[0].At;

    public Currency Currency => Call?.Currency ?? Conversions[0].Currency;
}

/// <summary>First the calls that were paid, then what was booked without one.</summary>
internal enum OwnPart
{
    Calls,
    Conversions,
}
