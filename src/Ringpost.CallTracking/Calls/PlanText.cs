namespace Ringpost.CallTracking.Calls;

/// <summary>The plan as the event log shows it: lines <c>Name[priority,weight]</c>, an ineligible one with its reason (ringba.md 2.2).</summary>
internal static class PlanText
{
    public static string Line(RouteCandidate candidate, IneligibleReason? reason = null)
    {
        var line = $"{candidate.Target?.Name ?? candidate.Route.TargetId.Value}[{candidate.Route.Priority},{candidate.Route.Weight}]";
        return reason is null ? line : $"{line} {reason}";
    }

    public static object Fields(RoutingPlan plan) =>
        new
        {
            eligibleOrderedTargets = string.Join('\n', plan.Eligible.Select(c => Line(c))),
            ineligibleTargets = string.Join('\n', plan.Ineligible.Select(c => Line(c.Candidate, c.Reason))),
        };
}
