using Ringpost.CallTracking.Routing;
using Ringpost.Storage.Writing;

namespace Ringpost.CallTracking.Calls;

/// <summary>What a call's own past says to its targets: who takes the caller again, and who takes a call that was connected before.</summary>
internal static class RoutingLimits
{
    /// <summary>The caller's past is asked for once per unit of work, and only where a target or its buyer restricts duplicates.</summary>
    public static async Task<IReadOnlyList<RouteCandidate>> JudgeAsync(
        WriteUnit unit,
        CallRecord call,
        IEnumerable<RouteCandidate> candidates
    )
    {
        var judged = candidates.ToArray();
        var connections = call.Legs.Count(l => l.Evidence.Connected);
        for (var i = 0; i < judged.Length; i++)
        {
            if (connections > 0)
                judged[i] = judged[i] with { Connections = connections };
            if (judged[i].Target is not { } target || DuplicateRestriction.Of(target, judged[i].Buyer) is not { } restriction)
                continue;
            call.Earlier ??= await EarlierConnectionsSql.ListAsync(unit.Connection, call);
            if (restriction.Stops(target, call.Earlier, call.ArrivedAt))
                judged[i] = judged[i] with { IsDuplicate = true };
        }

        return judged;
    }
}
