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

        var ordered = eligible.OrderBy(c => c.Route.Priority).ToArray();
        for (int from = 0, to; from < ordered.Length; from = to)
        {
            for (to = from + 1; to < ordered.Length && ordered[to].Route.Priority == ordered[from].Route.Priority; to++) { }
            Shuffle(ordered.AsSpan(from, to - from), direction, draw);
        }

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
    private static void Shuffle(Span<RouteCandidate> equals, WeightDirection direction, Func<double> draw)
    {
        if (equals.Length == 1)
            return;
        var (rest, shares, sums) = (equals.ToArray(), new double[equals.Length], new double[equals.Length + 1]);
        var total = 0.0;
        for (var i = 1; i <= rest.Length; i++)
        {
            total += shares[i - 1] = Share(rest[i - 1].Route.Weight, direction);
            sums[i] += shares[i - 1];
            if (i + (i & -i) is var parent && parent <= rest.Length)
                sums[parent] += sums[i];
        }

        var taken = new bool[rest.Length];
        for (var place = 0; place < rest.Length; place++)
        {
            // The last one needs no draw.
            var at = place == rest.Length - 1 ? 0 : Find(sums, draw() * total);
            // What is left of a taken one is at most a rounding error.
            while (taken[at])
                at = (at + 1) % rest.Length;
            for (var i = at + 1; i <= rest.Length; i += i & -i)
                sums[i] -= shares[at];
            (total, taken[at], equals[place]) = (total - shares[at], true, rest[at]);
        }
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
