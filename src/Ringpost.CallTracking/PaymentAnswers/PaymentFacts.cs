using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;

namespace Ringpost.CallTracking.PaymentAnswers;

/// <summary>What is known of a call beside what is shown of it; the rule says of it only what who asks may know.</summary>
/// <param name="Reasons">All of them, also those that a partner's own part of the call has not.</param>
/// <param name="Terms">The payout rules it was asked by, in their order.</param>
/// <param name="Lengths">As the payout rules counted them.</param>
/// <param name="FirstPayout">What the rule paid, before any change.</param>
/// <param name="Because">The reason of the last change of the payout, as who asks may read it; empty where there is none.</param>
/// <param name="SeesEarlier">Who asks may see the call that was paid before.</param>
/// <param name="Zone">The instance's, in which the days of pending amounts are told.</param>
internal sealed record PaymentFacts(
    CallReasons Reasons,
    IReadOnlyList<PayoutTerm> Terms,
    CallLengths Lengths,
    long FirstPayout,
    string Because,
    bool SeesEarlier,
    TimeZoneInfo Zone
)
{
    public static PaymentFacts Of(CallRecord call, string because, bool seesEarlier, TimeZoneInfo zone) =>
        new(
            new CallReasons(
                $"{call.ConversionReason}" is { Length: > 0 } conversion ? conversion : null,
                $"{call.PayoutReason}" is { Length: > 0 } payout ? payout : null,
                $"{call.BlockReason}" is { Length: > 0 } block ? block : null,
                $"{call.IncompleteReason}" is { Length: > 0 } incomplete ? incomplete : null
            )
            {
                PayoutDuplicate = DuplicateOf.Read(call.PayoutEarlierId?.Value, call.PayoutEarlierAt?.UnixMilliseconds, call.PayoutWindow),
            },
            call.ReadPayoutTerms(),
            new CallLengths(call.CallSeconds, call.DialedSeconds, call.ConnectedSeconds),
            call.Payout,
            because,
            seesEarlier,
            zone
        );
}
