using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;

namespace Ringpost.CallTracking.Calls;

/// <summary>Which of two targets of one priority gets more calls.</summary>
public enum WeightDirection
{
    /// <summary>Weight 5 gets twice the calls of weight 10, as Ringba's API documentation says (ringba.md 8.3).</summary>
    SmallerGetsMore,

    LargerGetsMore,
}

/// <summary>A route with what its target needs to be judged.</summary>
/// <param name="Full">The cap of the target or its buyer that is known to be full.</param>
/// <param name="IsOpen">Whether the target's hours hold now.</param>
/// <param name="PassesFilters">Whether the call passes the target's tag filters.</param>
internal sealed record RouteCandidate(
    Route Route,
    Target? Target,
    Buyer? Buyer,
    IneligibleReason? Full,
    bool IsOpen = true,
    bool PassesFilters = true
)
{
    /// <summary>Target or buyer do not take this caller again.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>How often the call was connected before.</summary>
    public int Connections { get; init; }
}

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
        if (candidate.IsDuplicate)
            return IneligibleReason.Duplicate;
        if (candidate.Connections > (target.RerouteAttempts ?? candidate.Buyer?.RerouteAttempts ?? RoutingLimitCheck.MostReroutes))
            return IneligibleReason.Rerouted;
        return candidate.Full;
    }

    /// <summary>
    /// Draws without putting back: each place goes to one of the rest by its share. The shares stand in a tree of sums, so that a draw takes
    /// few steps also among hundreds of targets.
    /// </summary>
    private static IEnumerable<RouteCandidate> Shuffle(RouteCandidate[] equals, WeightDirection direction, Func<double> draw)
    {
        if (equals.Length == 1)
            return equals;
        var sums = new double[equals.Length + 1];
        for (var i = 1; i <= equals.Length; i++)
        {
            sums[i] += Share(equals[i - 1].Route.Weight, direction);
            if (i + (i & -i) is var parent && parent <= equals.Length)
                sums[parent] += sums[i];
        }

        var total = equals.Sum(c => Share(c.Route.Weight, direction));
        var taken = new bool[equals.Length];
        var order = new RouteCandidate[equals.Length];
        for (var place = 0; place < order.Length; place++)
        {
            // The last one needs no draw.
            var at = place == order.Length - 1 ? 0 : Find(sums, draw() * total);
            // What is left of a taken one is at most a rounding error.
            while (taken[at])
                at = (at + 1) % equals.Length;
            var share = Share(equals[at].Route.Weight, direction);
            for (var i = at + 1; i <= equals.Length; i += i & -i)
                sums[i] -= share;
            (total, taken[at], order[place]) = (total - share, true, equals[at]);
        }

        return order;
    }

    /// <summary>The place whose span of the shares, laid end to end, holds the point.</summary>
    private static int Find(double[] sums, double point)
    {
        var at = 0;
        for (var step = 1 << (31 - int.LeadingZeroCount(sums.Length - 1)); step > 0; step >>= 1)
            if (at + step < sums.Length && sums[at + step] <= point)
                point -= sums[at += step];
        return Math.Min(at, sums.Length - 2);
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
