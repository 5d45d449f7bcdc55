using FsCheck.Xunit;
using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Routing;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class DuplicateRestrictionTests
{
    private const string First = "+12025550111";
    private const string Second = "sip:second@example.com";

    [Theory, EachDatabase]
    public async Task A_target_takes_a_caller_once_for_the_days_it_says(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        Restrict(world, 0, new(DuplicateScope.Target, DuplicateAfter.Connected, 7));
        Assert.Equal(First, await DialedAsync(world, "A"));
        await world.TalkAsync("A", 10);

        Assert.Equal(Second, await DialedAsync(world, "B"));
        Assert.Contains("First[1,1] Duplicate", await PlanAsync(world, "B"), StringComparison.Ordinal);
        Assert.Equal(First, await DialedAsync(world, "C", "+16615550107"));
        // Nobody knows whether a withheld number is the same caller's.
        Assert.Equal(First, await DialedAsync(world, "D", null));
        await world.TalkAsync("D", 10);
        Assert.Equal(First, await DialedAsync(world, "E", null));

        world.Time.SetUtcNow(DateTimeOffset.FromUnixTimeMilliseconds((await world.FindAsync("A")).ArrivedAt.UnixMilliseconds).AddDays(7));
        Assert.Equal(First, await DialedAsync(world, "F"));
    }

    [Theory, EachDatabase]
    public async Task After_converted_counts_only_what_converted(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        Restrict(world, 0, new(DuplicateScope.Target, DuplicateAfter.Converted, null));
        foreach (var (sid, seconds) in new[] { ("A", 10), ("B", 60) })
        {
            Assert.Equal(First, await DialedAsync(world, sid));
            await world.TalkAsync(sid, seconds);
        }

        Assert.Equal(Second, await DialedAsync(world, "C"));
        world.Time.Advance(TimeSpan.FromDays(3000));
        Assert.Equal(Second, await DialedAsync(world, "D"));
    }

    [Theory, EachDatabase]
    public async Task A_buyer_restricts_all_its_targets_unless_a_target_says_otherwise(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Buyer = world.Buyer with { RestrictDuplicates = new(DuplicateScope.AllTargets, DuplicateAfter.Connected, null) };
        Assert.Equal(First, await DialedAsync(world, "A"));
        await world.TalkAsync("A", 10);
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("B"));
        Assert.Contains("Second[2,1] Duplicate", await PlanAsync(world, "B"), StringComparison.Ordinal);

        // By each target: the one that was never reached is still there.
        world.Buyer = world.Buyer with
        {
            RestrictDuplicates = new(DuplicateScope.Target, DuplicateAfter.Connected, null),
        };
        Assert.Equal(Second, await DialedAsync(world, "C"));

        world.Buyer = world.Buyer with { RestrictDuplicates = new(DuplicateScope.AllTargets, DuplicateAfter.Connected, null) };
        Restrict(world, 0, new(DuplicateScope.DoNotRestrict, DuplicateAfter.Connected, null));
        Assert.Equal(First, await DialedAsync(world, "D"));
    }

    [Theory, EachDatabase]
    public async Task A_connection_of_another_call_counts_for_one_that_rings_on(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        Restrict(world, 1, new(DuplicateScope.Target, DuplicateAfter.Connected, null));
        await world.ReceiveAsync("A");
        await world.ReceiveAsync("B");
        Assert.IsType<CallAnswer.Dial>(await world.FinishAsync("A", 1, LegEnd.Busy, null, true));
        await world.ReportAsync("A", 2, LegProgressStep.Answered, 2, 9);

        Assert.IsType<CallAnswer.HangUp>(await world.FinishAsync("B", 1, LegEnd.Busy, null, true));
        Assert.Contains("Second[2,1] Duplicate", await PlanAsync(world, "B"), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Of_thirty_two_calls_at_once_none_passes_after_one_connected(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        Restrict(world, 0, new(DuplicateScope.Target, DuplicateAfter.Connected, null));
        await world.ReceiveAsync("A");
        await world.ReportAsync("A", 1, LegProgressStep.Answered, 2, 5);
        var book = world.Book();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"B{i}", book: book))));
        Assert.All(answers, a => Assert.Equal(Second, Assert.IsType<CallAnswer.Dial>(a).Destination.Value));
    }

    [Property]
    public void The_rule_is_what_a_person_reads_off_the_history(int seed)
    {
        var random = new Random(seed);
        var (target, buyer) = (new TargetId("TA1"), new BuyerId("BU1"));
        var own = random.Next(3) == 0 ? null : Setting(random);
        var of = random.Next(3) == 0 ? null : Setting(random);
        var past = Enumerable
            .Range(0, random.Next(0, 5))
            .Select(_ =>
            {
                var at = new Instant(random.Next(0, 20) * 43_200_000L);
                return new EarlierConnection(
                    random.Next(2) == 0 ? target : new TargetId("TA2"),
                    random.Next(3) switch
                    {
                        0 => null,
                        1 => buyer,
                        _ => new BuyerId("BU2"),
                    },
                    at,
                    random.Next(2) == 0 ? null : at
                );
            })
            .ToList();
        var arrival = new Instant(20 * 43_200_000L);
        var line = new Target(target, "T", buyer, new(DestinationType.Number, First), 20, null, true, default) { RestrictDuplicates = own };
        var owner = new Buyer(buyer, "B", "", true, default) { RestrictDuplicates = of };

        var rule = own ?? of;
        var expected = false;
        foreach (var one in past)
        {
            if (rule is null || rule.Scope == DuplicateScope.DoNotRestrict)
                continue;
            var mine = rule.Scope == DuplicateScope.AllTargets && one.BuyerId is { } who ? who == buyer : one.TargetId == target;
            var reached = rule.After == DuplicateAfter.Connected || one.ConvertedAt is not null;
            var age = TimeSpan.FromMilliseconds(arrival.UnixMilliseconds - one.ConnectedAt.UnixMilliseconds);
            expected |= mine && reached && (rule.Days is null || age < TimeSpan.FromDays(rule.Days.Value));
        }

        Assert.Equal(expected, DuplicateRestriction.Of(line, owner)?.Stops(line, past, arrival) ?? false);
    }

    private static DuplicateRestriction Setting(Random random) =>
        new((DuplicateScope)random.Next(3), (DuplicateAfter)random.Next(2), random.Next(2) == 0 ? null : random.Next(1, 8));

    private static void Restrict(CallWorld world, int target, DuplicateRestriction restriction) =>
        world.Targets[target] = world.Targets[target] with { RestrictDuplicates = restriction };

    private static async Task<string> DialedAsync(CallWorld world, string sid, string? caller = "+16615550106") =>
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync(sid, caller)).Destination.Value;

    private static Task<string> PlanAsync(CallWorld world, string sid) => world.FieldsAsync(sid, "CallPlanDetail");
}
