using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Calls;

/// <summary>Which of two targets of one priority gets more calls.</summary>
public enum WeightDirection
{
    /// <summary>Weight 5 gets twice the calls of weight 10, as Ringba's API documentation says (ringba.md 8.3).</summary>
    SmallerGetsMore,

    LargerGetsMore,
}

/// <summary>A route with what its target needs to be judged.</summary>
/// <param name="SlotsUsed">Calls that hold a slot of the target now; counts only where it has a cap.</param>
/// <param name="IsOpen">Whether the target's hours hold now.</param>
/// <param name="PassesFilters">Whether the call passes the target's tag filters.</param>
internal sealed record RouteCandidate(
    Route Route,
    Target? Target,
    Buyer? Buyer,
    long SlotsUsed,
    bool IsOpen = true,
    bool PassesFilters = true
);

/// <summary>In which order the targets of a call are tried, and which are left out and why (ringba.md 8.3).</summary>
internal sealed record RoutingPlan(
    IReadOnlyList<RouteCandidate> Eligible,
    IReadOnlyList<(RouteCandidate Candidate, IneligibleReason Reason)> Ineligible
)
{
    /// <param name="draw">Numbers in [0, 1) that split equals.</param>
    public static RoutingPlan Make(IEnumerable<RouteCandidate> candidates, WeightDirection direction, Func<double> draw)
    {
        var eligible = new List<RouteCandidate>();
        var ineligible = new List<(RouteCandidate, IneligibleReason)>();
        foreach (var candidate in candidates)
        {
            if (Refuse(candidate) is { } reason)
                ineligible.Add((candidate, reason));
            else
                eligible.Add(candidate);
        }

        var ordered = new List<RouteCandidate>(eligible.Count);
        foreach (var equals in eligible.GroupBy(c => c.Route.Priority).OrderBy(g => g.Key))
            ordered.AddRange(Shuffle([.. equals], direction, draw));
        return new RoutingPlan(ordered, ineligible);
    }

    public static IneligibleReason? Refuse(RouteCandidate candidate)
    {
        if (!candidate.Route.Enabled)
            return IneligibleReason.RouteDisabled;
        if (candidate.Target is not { Enabled: true } target)
            return IneligibleReason.TargetDisabled;
        if (target.BuyerId is not null && candidate.Buyer is not { Enabled: true })
            return IneligibleReason.BuyerDisabled;
        if (!candidate.IsOpen)
            return IneligibleReason.Closed;
        if (!candidate.PassesFilters)
            return IneligibleReason.TagFail;
        return target.ConcurrencyCap is { } cap && candidate.SlotsUsed >= cap ? IneligibleReason.ConcurrencyFull : null;
    }

    /// <summary>Draws without putting back: each place goes to one of the rest by its share.</summary>
    private static IEnumerable<RouteCandidate> Shuffle(List<RouteCandidate> rest, WeightDirection direction, Func<double> draw)
    {
        while (rest.Count > 1)
        {
            var point = draw() * rest.Sum(c => Share(c.Route.Weight, direction));
            var at = 0;
            while (at < rest.Count - 1 && (point -= Share(rest[at].Route.Weight, direction)) >= 0)
                at++;
            yield return rest[at];
            rest.RemoveAt(at);
        }

        yield return rest[0];
    }

    /// <summary>What a weight counts beside the others of its priority.</summary>
    internal static double Share(int weight, WeightDirection direction) =>
        direction switch
        {
            WeightDirection.SmallerGetsMore => 1.0 / Math.Max(weight, 1),
            WeightDirection.LargerGetsMore => Math.Max(weight, 1),
            _ => throw new ArgumentOutOfRangeException(nameof(direction)),
        };
}
