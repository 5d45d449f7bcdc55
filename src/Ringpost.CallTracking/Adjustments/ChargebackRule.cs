using Ringpost.CallTracking.CallLists;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>Decides over a row of a buyer's chargebacks: which call it means, and what it takes off. Without I/O.</summary>
internal static class ChargebackRule
{
    /// <summary>So far a buyer's clock may be from ours; as when other trackers' files are compared.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(30);

    /// <summary>So near is one call meant, also where another of the caller fits.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromMinutes(1);

    /// <summary>The one call that is meant; null where none is, or more than one may be.</summary>
    /// <param name="calls">Of the caller and the buyer. Those that earned go before all others.</param>
    /// <param name="at">The moment that the row names; null where it names a day.</param>
    public static CallRow? Choose(IReadOnlyList<CallRow> calls, Instant? at)
    {
        var earned = calls.Where(c => c.Converted).ToList();
        var meant = earned.Count > 0 ? earned : [.. calls];
        if (meant.Count > 1 && at is { } moment)
            meant = [.. meant.Where(c => (c.ArrivedAt - moment).Duration() <= Near)];
        return meant is [var only] ? only : null;
    }

    /// <param name="amount">What is charged back; null is all that the call costs the buyer.</param>
    /// <returns>What is taken off the revenue; positive.</returns>
    public static Result<long> Decide(DisputedCall call, long? amount, int days, Instant now, bool mayAlways)
    {
        var taken = amount ?? call.Costs;
        var asked = DisputeRule.Decide(call, call.Costs - taken, days, now, mayAlways);
        if (!asked.IsOk)
            return asked.Refusal;
        return taken > call.Costs
            ? new Clash("more-than-costs", $"The call costs this buyer {new Money(call.Costs, call.Currency)}.")
            : taken;
    }

    /// <summary>The same share of the payout as of what the call cost.</summary>
    public static long Share(long payout, long taken, long costs) =>
        taken == costs ? payout : Money.ComputedToMillionths(payout / 1_000_000m * ((decimal)taken / costs));

    public static ChargebackVerdict VerdictOf(Refusal refusal) =>
        refusal.Type switch
        {
            "booked-before" => ChargebackVerdict.BookedBefore,
            "call-not-of-buyer" or "not-found" => ChargebackVerdict.NotFound,
            "dispute-decided" or "request-pending" => ChargebackVerdict.AlreadyDisputed,
            "disputes-off" or "dispute-window-over" => ChargebackVerdict.OutsideTime,
            "nothing-to-dispute" => ChargebackVerdict.CostsNothing,
            "more-than-costs" => ChargebackVerdict.MoreThanItCosts,
            _ => ChargebackVerdict.NotPossible,
        };
}
