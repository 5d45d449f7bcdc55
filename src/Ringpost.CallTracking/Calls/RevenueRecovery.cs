using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>A target that hangs up too soon passes the caller on to the next (ringba.md 8.4). A caller who hangs up is gone.</summary>
internal static class RevenueRecovery
{
    /// <summary>Whether the connected leg that the target ended was too short. Seconds that nobody stated recover nothing.</summary>
    public static bool Applies(CallConfiguration configuration, CallRecord call, LegRecord leg) =>
        leg.Evidence is { Connected: true, Dial.CallerPresent: true, ConnectedSeconds: { } seconds }
        && seconds < Threshold(configuration, call, leg);

    public static Dictionary<string, object?> Describe(CallWriter writer, LegRecord leg) =>
        new(writer.Describe(leg))
        {
            ["reason"] = "TargetHungUp",
            ["connectedCallLengthInSeconds"] = leg.Evidence.ConnectedSeconds,
            ["recoverSeconds"] = Threshold(writer.Configuration, writer.Call, leg),
        };

    private static int Threshold(CallConfiguration configuration, CallRecord call, LegRecord leg) =>
        configuration.Targets.GetValueOrDefault(leg.TargetId)?.RecoverSeconds
        ?? (
            leg.Ring is not null && LegDialer.RouteOf(configuration, call, leg) is { } group
                ? configuration.Targets.GetValueOrDefault(group.TargetId)?.RecoverSeconds
                : null
        )
        ?? configuration.Campaigns.GetValueOrDefault(call.CampaignId)?.RecoverSeconds
        ?? 0;
}
