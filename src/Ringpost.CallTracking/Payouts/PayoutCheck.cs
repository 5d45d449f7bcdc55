using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Filters;
using Ringpost.CallTracking.Hours;
using Ringpost.Primitives;

namespace Ringpost.CallTracking.Payouts;

/// <summary>A revenue share as it is sent (ringba.md 7).</summary>
/// <param name="Percent">Of the call's revenue, above 0 and at most 100.</param>
/// <param name="Minimum">The least that is paid; without limit where absent.</param>
/// <param name="Maximum">The most that is paid; without limit where absent.</param>
public sealed record RevenueShareRequest(decimal? Percent, decimal? Minimum = null, decimal? Maximum = null);

/// <summary>What a payout rule's fields must be.</summary>
internal static class PayoutCheck
{
    public static RevenueShare? Share(Validation validation, RevenueShareRequest? request)
    {
        if (request is null)
            return null;
        if (request.Percent is not (> 0 and <= 100))
            validation.Add("revenueShare.percent", "A percentage of the call's revenue, above 0 and at most 100.");
        var percent = request.Percent is > 0 and <= 100 ? validation.Amount("revenueShare.percent", request.Percent) : 0;
        var minimum = validation.Amount("revenueShare.minimum", request.Minimum);
        var maximum = validation.Amount("revenueShare.maximum", request.Maximum);
        if (request.Maximum is not null && minimum > maximum)
            validation.Add("revenueShare.maximum", "The maximum is below the minimum.");
        return new RevenueShare(
            percent,
            request.Minimum is null ? null : minimum / 1_000_000m,
            request.Maximum is null ? null : maximum / 1_000_000m
        );
    }

    /// <summary>The checked rule; its place among the others is the caller's to set.</summary>
    public static PayoutRule Rule(
        Validation validation,
        PayoutRuleId id,
        CallCampaignId campaignId,
        CreatePayoutRule.Request request,
        Instant now
    )
    {
        var on = validation.Choice<PayoutOn>("on", request.On);
        var timerStart = validation.Choice<TimerStart>("timerStart", request.TimerStart, TimerStart.Connected);
        var seconds = CallSeconds.Read(validation, "seconds", request.Seconds, on == PayoutOn.CallLength);
        OneOf(validation, request.Amount, request.RevenueShare);
        var amount = validation.Amount("amount", request.Amount);
        return new PayoutRule(id, campaignId, request.PublisherId, 0, on, seconds, timerStart, amount, now)
        {
            RevenueShare = Share(validation, request.RevenueShare),
            Filters = FilterCheck.Read(validation, "filters", request.Filters),
            Hours = HoursCheck.Read(validation, "hours", request.Hours),
            DedupeSeconds = CallSeconds.Window(validation, "dedupeSeconds", request.DedupeSeconds),
        };
    }

    /// <summary>A rule pays a fixed amount or a share.</summary>
    public static void OneOf(Validation validation, decimal? amount, RevenueShareRequest? share)
    {
        if (amount is null && share is null)
            validation.Add("amount", "An amount is needed, or a revenue share.");
        if (amount is not null && share is not null)
            validation.Add("revenueShare", "Either a fixed amount or a revenue share.");
    }
}
