using Ringpost.Primitives;

namespace Ringpost.CallTracking.Adjustments;

/// <summary>What an adjustment does to a call's amounts, in millionths.</summary>
internal readonly record struct AmountDifference(long Revenue, long Payout);

/// <summary>Decides what an adjustment comes to: no side ever falls below zero (ringba.md 10.6).</summary>
internal static class AdjustmentRule
{
    /// <param name="revenue">What the call has now; so of <paramref name="payout"/>.</param>
    public static Result<AmountDifference> Decide(long revenue, long payout, CallChange change, Currency currency)
    {
        var validation = new Validation();
        var difference = new AmountDifference(
            Side(validation, "revenue", "Revenue", revenue, change.Mode, change.Revenue, currency),
            Side(validation, "payout", "Payout", payout, change.Mode, change.Payout, currency)
        );
        if (validation.HasErrors)
            return validation.ToRefusal();
        if (difference == default)
            return new Clash("nothing-to-change", "The call has these amounts already.");
        return difference;
    }

    private static long Side(
        Validation validation,
        string field,
        string name,
        long now,
        AdjustmentMode mode,
        AmountStep? step,
        Currency currency
    )
    {
        if (step is not { } asked)
            return 0;
        var difference = mode switch
        {
            AdjustmentMode.Relative => asked.Millionths ?? 0,
            AdjustmentMode.Absolute => (asked.Millionths ?? 0) - now,
            AdjustmentMode.Void => -(asked.Millionths ?? now),
        };
        if (now + difference < 0)
            validation.Add(field, $"{name} would be brought below zero; the most that can be taken off is {new Money(now, currency)}.");
        else if (now + difference > Money.ToMillionths(Money.Largest))
            validation.Add(field, $"{name} would be more than an amount can be.");
        return difference;
    }
}
