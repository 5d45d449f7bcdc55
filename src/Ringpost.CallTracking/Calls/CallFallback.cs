using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;

namespace Ringpost.CallTracking.Calls;

/// <summary>The last resort of a call that no target can take: another target, or words.</summary>
internal static class CallFallback
{
    /// <summary>Stands in a leg whose target has no route on the campaign.</summary>
    private static readonly RouteId NoRoute = new("fallback");

    /// <summary>The campaign's own word stands before the instance's.</summary>
    public static Fallback Of(CallConfiguration configuration, CallCampaignId campaign) =>
        configuration.Campaigns.GetValueOrDefault(campaign)?.Fallback ?? configuration.Routing.Fallback ?? Fallback.None;

    /// <summary>
    /// Null where no target is the fallback. A leg to it earns as the campaign's own route to it does; without one only what the buyer's
    /// webhook brings.
    /// </summary>
    public static Route? RouteOf(CallConfiguration configuration, CallCampaignId campaign) =>
        Of(configuration, campaign) is not { Kind: FallbackKind.Target, TargetId: { } target } ? null
        : LegDialer.RoutesOf(configuration, campaign).FirstOrDefault(r => r.TargetId == target) is { } own ? own with { Enabled = true }
        : new Route(NoRoute, campaign, target, 1, 1, new ConversionSetting(ConvertOn.Postback, 0, TimerStart.Connected, 0), true, default);

    /// <summary>Its hours, filters and the caller's past do not matter to a last resort; a pause and its limits do.</summary>
    public static async Task<LegRecord?> TryDialAsync(CallWriter writer)
    {
        if (RouteOf(writer.Configuration, writer.Call.CampaignId) is not { } route)
            return null;
        var candidate = LegDialer.Candidate(writer.Configuration, route, full: null, writer.Unit.Now) with { IsOpen = true };
        if (await LegDialer.RefuseAsync(writer, candidate) is { } reason)
        {
            await writer.LogAsync(
                "CallPlanDetail",
                new { eligibleOrderedTargets = "", ineligibleTargets = PlanText.Line(candidate, reason) }
            );
            return null;
        }

        await writer.LogAsync("FallbackTarget", new { targetId = route.TargetId, targetName = candidate.Target!.Name });
        var skipped = new List<string>();
        var leg = await LegDialer.RingAsync(writer, candidate, skipped);
        if (skipped.Count > 0)
            await writer.LogAsync("CallPlanDetail", new { eligibleOrderedTargets = "", ineligibleTargets = string.Join('\n', skipped) });
        return leg;
    }

    /// <summary>What a caller is answered whom nobody is dialed for.</summary>
    public static CallAnswer Words(CallConfiguration configuration, CallCampaignId campaign) =>
        Of(configuration, campaign) is { Kind: FallbackKind.Message } said
            ? new CallAnswer.Say(said.Message)
            : new CallAnswer.Reject(CallRejection.NoTarget);
}
