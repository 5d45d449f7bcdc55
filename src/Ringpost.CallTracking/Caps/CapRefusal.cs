using Ringpost.CallTracking.Calls;

namespace Ringpost.CallTracking.Caps;

/// <summary>A cap that lets no further call in; no line is the one on calls at the same time.</summary>
internal readonly record struct CapRefusal(CapOwner Owner, CapLine? Line)
{
    /// <summary>Its field in the API, as <c>dailySum</c>.</summary>
    public string Field => Line?.Field ?? "concurrency";

    public IneligibleReason Reason =>
        (Owner.Kind, Line?.Period, Line?.Measure) switch
        {
            (CapOwnerKind.Target, null, _) => IneligibleReason.ConcurrencyFull,
            (CapOwnerKind.Target, CapPeriod.Hourly, CapMeasure.Calls) => IneligibleReason.HourlyCap,
            (CapOwnerKind.Target, CapPeriod.Daily, CapMeasure.Calls) => IneligibleReason.DailyCap,
            (CapOwnerKind.Target, CapPeriod.Monthly, CapMeasure.Calls) => IneligibleReason.MonthlyCap,
            (CapOwnerKind.Target, CapPeriod.AllTime, CapMeasure.Calls) => IneligibleReason.AllTimeCap,
            (CapOwnerKind.Target, CapPeriod.Hourly, CapMeasure.Money) => IneligibleReason.HourlySumCap,
            (CapOwnerKind.Target, CapPeriod.Daily, CapMeasure.Money) => IneligibleReason.DailySumCap,
            (CapOwnerKind.Target, CapPeriod.Monthly, CapMeasure.Money) => IneligibleReason.MonthlySumCap,
            (CapOwnerKind.Target, CapPeriod.AllTime, CapMeasure.Money) => IneligibleReason.AllTimeSumCap,
            (CapOwnerKind.Buyer, null, _) => IneligibleReason.BuyerConcurrencyFull,
            (CapOwnerKind.Buyer, CapPeriod.Hourly, CapMeasure.Calls) => IneligibleReason.BuyerHourlyCap,
            (CapOwnerKind.Buyer, CapPeriod.Daily, CapMeasure.Calls) => IneligibleReason.BuyerDailyCap,
            (CapOwnerKind.Buyer, CapPeriod.Monthly, CapMeasure.Calls) => IneligibleReason.BuyerMonthlyCap,
            (CapOwnerKind.Buyer, CapPeriod.AllTime, CapMeasure.Calls) => IneligibleReason.BuyerAllTimeCap,
            (CapOwnerKind.Buyer, CapPeriod.Hourly, CapMeasure.Money) => IneligibleReason.BuyerHourlySumCap,
            (CapOwnerKind.Buyer, CapPeriod.Daily, CapMeasure.Money) => IneligibleReason.BuyerDailySumCap,
            (CapOwnerKind.Buyer, CapPeriod.Monthly, CapMeasure.Money) => IneligibleReason.BuyerMonthlySumCap,
            (CapOwnerKind.Buyer, CapPeriod.AllTime, CapMeasure.Money) => IneligibleReason.BuyerAllTimeSumCap,
            _ => throw new InvalidOperationException($"A cap of a {Owner.Kind} does not keep a target out of a plan."),
        };
}
