using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routes;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

/// <summary>The plan against a model that a person would write: a hat of slips per priority, one slip a draw.</summary>
public sealed class RoutingModelTests
{
    [Property]
    public void A_plan_is_what_the_model_says_for_any_configuration(int seed)
    {
        var random = new Random(seed);
        var direction = random.Next(2) == 0 ? WeightDirection.SmallerGetsMore : WeightDirection.LargerGetsMore;
        var cases = Enumerable.Range(0, random.Next(0, 9)).Select(i => Case(random, i)).ToList();
        var draws = Enumerable.Range(0, 40).Select(_ => random.NextDouble()).ToList();

        var (at, again) = (0, 0);
        var plan = RoutingPlan.Make(cases.Select(c => c.Candidate), direction, () => draws[at++]);
        var model = Model(cases, direction, () => draws[again++]);

        Assert.Equal(model.Order, plan.Eligible.Select(c => c.Route.Id.Value));
        Assert.Equal(model.LeftOut, plan.Ineligible.ToDictionary(i => i.Candidate.Route.Id.Value, i => i.Reason));
    }

    [Property(MaxTest = 30)]
    public void Shares_are_what_many_draws_come_to(int seed)
    {
        const int draws = 2000;
        var random = new Random(seed);
        var direction = random.Next(2) == 0 ? WeightDirection.SmallerGetsMore : WeightDirection.LargerGetsMore;
        var candidates = Enumerable
            .Range(0, random.Next(1, 6))
            .Select(i => new RouteCandidate(Route(i, 1, random.Next(1, 20), true), Line, null, null))
            .ToList();
        var lines = RouteShares.Of([.. candidates.Select(c => c.Route)], _ => true, direction);

        // The first draw takes every point of [0, 1) once; those that follow do not matter here.
        var firsts = Enumerable
            .Range(0, draws)
            .Select(n =>
            {
                var first = true;
                return RoutingPlan
                    .Make(candidates, direction, () => first && !(first = false) ? (n + 0.5) / draws : 0)
                    .Eligible[0]
                    .Route.Id;
            })
            .CountBy(id => id)
            .ToDictionary();
        foreach (var line in lines)
            Assert.InRange(firsts.GetValueOrDefault(line.Id) * 100m / draws, line.Share!.Value - 0.2m, line.Share.Value + 0.2m);
        Assert.InRange(lines.Sum(l => l.Share!.Value), 99.5m, 100.5m);
    }

    [Fact]
    public void A_share_is_within_the_priority_and_the_paused_have_none()
    {
        Route[] routes = [Route(1, 1, 5, true), Route(2, 1, 10, true), Route(3, 1, 10, false), Route(4, 2, 7, true)];
        Assert.Equal(
            [66.7m, 33.3m, null, 100m],
            RouteShares.Of(routes, r => r.Enabled, WeightDirection.SmallerGetsMore).Select(l => l.Share)
        );
        Assert.Equal(
            [33.3m, 66.7m, null, 100m],
            RouteShares.Of(routes, r => r.Enabled, WeightDirection.LargerGetsMore).Select(l => l.Share)
        );
    }

    private static readonly Target Line = new(new("TA"), "T", null, new(DestinationType.Number, "+12025550111"), 20, null, true, default);

    private sealed record Drawn(
        RouteCandidate Candidate,
        bool RouteOn,
        bool TargetOn,
        bool? BuyerOn,
        bool Open,
        bool Passes,
        int? Cap,
        long Used
    );

    private static Drawn Case(Random random, int i)
    {
        var (routeOn, targetOn, open, passes) = (random.Next(6) > 0, random.Next(6) > 0, random.Next(6) > 0, random.Next(6) > 0);
        bool? buyerOn = random.Next(2) == 0 ? null : random.Next(4) > 0;
        int? cap = random.Next(2) == 0 ? null : random.Next(1, 4);
        var used = random.Next(0, 5);
        var buyer = new BuyerId("BU");
        return new Drawn(
            new RouteCandidate(
                Route(i, random.Next(1, 4), random.Next(1, 12), routeOn),
                Line with
                {
                    BuyerId = buyerOn is null ? null : buyer,
                    Enabled = targetOn,
                },
                buyerOn is { } on ? new Buyer(buyer, "B", "", on, default) : null,
                cap <= used ? IneligibleReason.ConcurrencyFull : null,
                open,
                passes
            ),
            routeOn,
            targetOn,
            buyerOn,
            open,
            passes,
            cap,
            used
        );
    }

    private static (IReadOnlyList<string> Order, Dictionary<string, IneligibleReason> LeftOut) Model(
        List<Drawn> cases,
        WeightDirection direction,
        Func<double> draw
    )
    {
        var leftOut = new Dictionary<string, IneligibleReason>();
        var hats = new SortedDictionary<int, List<(string Id, double Slips)>>();
        foreach (var one in cases)
        {
            var route = one.Candidate.Route;
            IneligibleReason? reason =
                !one.RouteOn ? IneligibleReason.RouteDisabled
                : !one.TargetOn ? IneligibleReason.TargetDisabled
                : one.BuyerOn == false ? IneligibleReason.BuyerDisabled
                : !one.Open ? IneligibleReason.Closed
                : !one.Passes ? IneligibleReason.TagFail
                : one.Cap <= one.Used ? IneligibleReason.ConcurrencyFull
                : null;
            if (reason is { } known)
                leftOut[route.Id.Value] = known;
            else if (hats.TryGetValue(route.Priority, out var hat))
                hat.Add((route.Id.Value, Slips(route)));
            else
                hats[route.Priority] = [(route.Id.Value, Slips(route))];
        }

        var order = new List<string>();
        foreach (var hat in hats.Values)
            while (hat.Count > 0)
            {
                // The last slip in a hat needs no draw.
                var point = hat.Count == 1 ? 0 : draw() * hat.Sum(s => s.Slips);
                var taken = 0;
                for (var low = 0.0; taken < hat.Count - 1; low += hat[taken++].Slips)
                    if (point < low + hat[taken].Slips)
                        break;
                order.Add(hat[taken].Id);
                hat.RemoveAt(taken);
            }

        return (order, leftOut);

        double Slips(Route route) => direction == WeightDirection.LargerGetsMore ? route.Weight : 1.0 / route.Weight;
    }

    private static Route Route(int id, int priority, int weight, bool enabled) =>
        new(new($"CR{id}"), new("CA"), Line.Id, priority, weight, new(ConvertOn.Connected, 0, TimerStart.Connected, 0), enabled, default);
}
