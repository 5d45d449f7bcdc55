using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;

namespace Ringpost.CallTracking.Routes;

/// <summary>A route as a list shows it.</summary>
public sealed record RouteLine : Route
{
    internal RouteLine(Route route, decimal? share)
        : base(route) => Share = share;

    /// <summary>
    /// Percent of the calls that reach its priority and are offered to it first, while every target of that priority can take them. Null for a
    /// route that is paused, or whose target or buyer is.
    /// </summary>
    public decimal? Share { get; }
}

/// <summary>What the weights of a campaign come to (ringba.md 8.3).</summary>
internal static class RouteShares
{
    /// <param name="takes">Whether neither the route nor whom it leads to is paused.</param>
    public static IReadOnlyList<RouteLine> Of(IReadOnlyList<Route> routes, Func<Route, bool> takes, WeightDirection direction)
    {
        var whole = routes
            .Where(takes)
            .GroupBy(r => r.Priority)
            .ToDictionary(g => g.Key, g => g.Sum(r => RoutingPlan.Share(r.Weight, direction)));
        return
        [
            .. routes.Select(r => new RouteLine(
                r,
                takes(r)
                    ? Math.Round(
                        (decimal)(RoutingPlan.Share(r.Weight, direction) / whole[r.Priority]) * 100,
                        1,
                        MidpointRounding.AwayFromZero
                    )
                    : null
            )),
        ];
    }
}
