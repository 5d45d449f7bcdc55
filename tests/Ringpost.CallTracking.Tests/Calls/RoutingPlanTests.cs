using FsCheck.Xunit;
using Ringpost.CallTracking.CallLists;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class RoutingPlanTests
{
    private static readonly Target Open = new(new("TA"), "T", null, new(DestinationType.Number, "+12025550111"), 20, null, true, default);

    [Property]
    public void Eligible_targets_stand_in_order_of_priority_and_none_is_lost(byte[] priorities, int seed)
    {
        var random = new Random(seed);
        var candidates = priorities.Select((p, i) => Candidate(i, p % 4, 1 + (p % 3), enabled: p % 5 != 0)).ToList();
        var plan = RoutingPlan.Make(candidates, WeightDirection.SmallerGetsMore, random.NextDouble);

        var order = plan.Eligible.Select(c => c.Route.Priority).ToList();
        Assert.Equal(order.Order(), order);
        Assert.Equal(
            candidates.Select(c => c.Route.Id.Value).Order(StringComparer.Ordinal),
            plan.Eligible.Concat(plan.Ineligible.Select(i => i.Candidate)).Select(c => c.Route.Id.Value).Order(StringComparer.Ordinal)
        );
        Assert.All(plan.Ineligible, i => Assert.Equal(IneligibleReason.RouteDisabled, i.Reason));
    }

    [Theory]
    [InlineData(WeightDirection.SmallerGetsMore, 2.0 / 3)]
    [InlineData(WeightDirection.LargerGetsMore, 1.0 / 3)]
    public void Weight_five_gets_twice_or_half_the_calls_of_weight_ten(WeightDirection direction, double share)
    {
        const int draws = 3000;
        var at = 0;
        // Every point of [0, 1) once: the share is exact, not a matter of luck.
        var first = Enumerable
            .Range(0, draws)
            .Count(_ =>
                RoutingPlan.Make([Candidate(0, 1, 5), Candidate(1, 1, 10)], direction, () => at++ / (double)draws).Eligible[0].Route.Weight
                == 5
            );
        Assert.InRange(first, (int)(draws * share) - 1, (int)(draws * share) + 1);
    }

    [Fact]
    public void Each_ineligible_target_has_its_reason()
    {
        var plain = Candidate(0, 1, 1);
        Assert.Null(RoutingPlan.Refuse(plain));
        Assert.Equal(IneligibleReason.RouteDisabled, RoutingPlan.Refuse(Candidate(0, 1, 1, enabled: false)));
        Assert.Equal(IneligibleReason.TargetDisabled, RoutingPlan.Refuse(plain with { Target = Open with { Enabled = false } }));
        Assert.Equal(IneligibleReason.TargetDisabled, RoutingPlan.Refuse(plain with { Target = null }));
        var owned = Open with { BuyerId = new BuyerId("BU") };
        Assert.Equal(
            IneligibleReason.BuyerDisabled,
            RoutingPlan.Refuse(plain with { Target = owned, Buyer = new(new("BU"), "B", "", false, default) })
        );
        Assert.Equal(IneligibleReason.BuyerDailyCap, RoutingPlan.Refuse(plain with { Full = IneligibleReason.BuyerDailyCap }));
    }

    [Fact]
    public void Each_reason_has_a_sentence()
    {
        foreach (var reason in Enum.GetValues<IneligibleReason>())
        {
            var line = PlanText.Line(Candidate(0, 2, 1), reason);
            Assert.Matches("^T: [a-z' ]+[.]$", CallSentences.LeftOut(line).ToString());
        }

        Assert.Equal("Line [4] of Acme: it was outside its hours.", CallSentences.LeftOut("Line [4] of Acme[1,10] Closed"));
        Assert.Equal("Something else", CallSentences.LeftOut("Something else"));
    }

    private static RouteCandidate Candidate(int id, int priority, int weight, bool enabled = true) =>
        new(
            new Route(
                new($"CR{id}"),
                new("CA"),
                Open.Id,
                priority,
                weight,
                new(ConvertOn.Connected, 0, TimerStart.Connected, 0),
                enabled,
                default
            ),
            Open,
            null,
            null
        );
}
