using Ringpost.CallTracking.Calls;

namespace Ringpost.CallTracking.Guards;

/// <summary>Sends a duplicate to the target that took the caller's last connected call, or to another (ringba.md 6.2).</summary>
internal static class DuplicateRoute
{
    /// <param name="original">Null where nobody took one: the plan stays.</param>
    public static RoutingPlan Apply(RoutingPlan plan, DuplicateSetting setting, TargetId? original)
    {
        if (original is not { } target || setting.Routing == DuplicateRouting.Normal)
            return plan;
        var toOriginal = setting.Routing == DuplicateRouting.Original;
        var wanted = plan.Eligible.Where(c => c.Route.TargetId == target == toOriginal).ToList();
        var others = plan.Eligible.Where(c => c.Route.TargetId == target != toOriginal).ToList();
        if (!setting.Strict)
            return plan with { Eligible = [.. wanted, .. others] };
        var reason = toOriginal ? IneligibleReason.NotTheOriginal : IneligibleReason.TheOriginal;
        return new RoutingPlan(wanted, [.. plan.Ineligible, .. others.Select(c => (c, reason))]);
    }
}
