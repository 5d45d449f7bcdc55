using Ringpost.CallTracking.Calls;
using Ringpost.CallTracking.Configuration;
using Ringpost.CallTracking.Guards;
using Ringpost.CallTracking.Tests.Calls;
using Ringpost.Primitives;
using Ringpost.Storage;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Guards;

public sealed class DuplicateTests
{
    private const string Caller = "+16615550106";

    [Theory, EachDatabase]
    public async Task By_connection_a_call_that_nobody_answered_makes_no_duplicate(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.EndAsync("A", 3);
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 5);
        await world.ReceiveAsync("C");
        Assert.Equal([false, false, true], await DuplicatesAsync(world, "A", "B", "C"));
        Assert.Contains("DuplicateCall", await world.EventsAsync("C"));
    }

    [Theory, EachDatabase]
    public async Task By_arrival_any_call_that_was_let_in_does(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Guards = new() { Duplicates = new(DuplicateOn.Incoming) };
        world.CampaignEnabled = false;
        await world.ReceiveAsync("A");
        world.CampaignEnabled = true;
        await world.ReceiveAsync("B");
        await world.ReceiveAsync("C");
        Assert.Equal([false, false, true], await DuplicatesAsync(world, "A", "B", "C"));
        Assert.False((await world.FindAsync("C")).PreviouslyConnected);
    }

    [Theory, EachDatabase]
    public async Task By_length_exactly_the_seconds_is_enough_and_one_less_is_not(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Guards = new() { Duplicates = new(DuplicateOn.CallLength, 30) };
        await world.ReceiveAsync("A");
        await world.TalkAsync("A", 29);
        await world.ReceiveAsync("B");
        await world.TalkAsync("B", 30);
        await world.ReceiveAsync("C");
        Assert.Equal([false, false, true], await DuplicatesAsync(world, "A", "B", "C"));
        Assert.True((await world.FindAsync("B")).PreviouslyConnected);
    }

    [Theory, EachDatabase]
    public async Task Anonymous_callers_are_one_caller_only_where_the_campaign_says_so(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A", null);
        await world.TalkAsync("A", 5);
        await world.ReceiveAsync("B", null);
        world.Guards = new() { Duplicates = new(Anonymous: false) };
        await world.ReceiveAsync("C", null);
        Assert.Equal([false, true, false], await DuplicatesAsync(world, "A", "B", "C"));
    }

    [Theory, EachDatabase]
    public async Task A_repeat_within_the_seconds_is_turned_away_and_does_not_extend_them(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Guards = new() { Spam = new(2) };
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("A"));
        world.Time.Advance(TimeSpan.FromMilliseconds(1999));
        Assert.Equal(new CallAnswer.Reject(CallRejection.Blocked), await world.ReceiveAsync("B"));
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("other", "+16615550107"));
        world.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C"));
        var blocked = await world.FindAsync("B");
        Assert.Equal((CallState.Blocked, BlockReason.RepeatedTooSoon), (blocked.State, blocked.BlockReason));
        Assert.Empty(await world.PixelsAsync("B"));

        // Anonymous callers are many people, unless told.
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("D", null));
        Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("E", null));
        world.Guards = new() { Spam = new(2, Anonymous: true) };
        Assert.IsType<CallAnswer.Reject>(await world.ReceiveAsync("F", null));
    }

    [Theory, EachDatabase]
    public async Task Of_thirty_two_calls_of_one_caller_at_once_one_is_let_in(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Guards = new() { Spam = new(2), Duplicates = new(DuplicateOn.Incoming) };
        var book = world.Book();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"A{i}", book: book))));
        Assert.Single(answers.OfType<CallAnswer.Dial>());
        Assert.Equal(1, await world.CountAsync("deliveries"));

        world.Guards = world.Guards with { Spam = new() };
        book = world.Book();
        await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"B{i}", "+16615550107", book))));
        Assert.Equal(31, await world.CountAsync("calls WHERE caller = '+16615550107' AND duplicate = 1"));
    }

    [Theory, EachDatabase]
    public async Task A_redial_in_an_outage_is_brought_in_as_one_call_and_repeats(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Guards = new() { Spam = new(2), Duplicates = new(DuplicateOn.Incoming) };
        await world.RecoverAsync("A", Caller);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        await world.RecoverAsync("B", Caller);
        world.Time.Advance(TimeSpan.FromSeconds(60));
        await world.RecoverAsync("C", Caller);
        Assert.Equal(
            [null, BlockReason.RepeatedTooSoon, null],
            new[]
            {
                (await world.FindAsync("A")).BlockReason,
                (await world.FindAsync("B")).BlockReason,
                (await world.FindAsync("C")).BlockReason,
            }
        );
        Assert.Equal([false, true, true], await DuplicatesAsync(world, "A", "B", "C"));
        Assert.Empty(await world.PixelsAsync("B"));
    }

    [Theory]
    [InlineData(DuplicateRouting.Normal, true, "TA1", "TA1 TA2 TA3")]
    [InlineData(DuplicateRouting.Original, true, "TA2", "TA2")]
    [InlineData(DuplicateRouting.Original, false, "TA2", "TA2 TA1 TA3")]
    [InlineData(DuplicateRouting.Original, true, "TA9", "")]
    [InlineData(DuplicateRouting.Original, false, "TA9", "TA1 TA2 TA3")]
    [InlineData(DuplicateRouting.Original, true, null, "TA1 TA2 TA3")]
    [InlineData(DuplicateRouting.Different, true, "TA2", "TA1 TA3")]
    [InlineData(DuplicateRouting.Different, false, "TA2", "TA1 TA3 TA2")]
    [InlineData(DuplicateRouting.Different, true, "TA9", "TA1 TA2 TA3")]
    public void Duplicates_are_routed_by_the_target_of_before(DuplicateRouting routing, bool strict, string? original, string order)
    {
        var plan = new RoutingPlan([.. Enumerable.Range(1, 3).Select(i => Candidate($"TA{i}"))], []);
        var setting = new DuplicateSetting(Routing: routing, Strict: strict);
        var routed = DuplicateRoute.Apply(plan, setting, original is null ? null : new TargetId(original));
        Assert.Equal(order, string.Join(' ', routed.Eligible.Select(c => c.Route.TargetId.Value)));
        Assert.Equal(3, routed.Eligible.Count + routed.Ineligible.Count);
        Assert.All(
            routed.Ineligible,
            i =>
                Assert.Equal(
                    routing == DuplicateRouting.Original ? IneligibleReason.NotTheOriginal : IneligibleReason.TheOriginal,
                    i.Reason
                )
        );
    }

    [Theory, EachDatabase]
    public async Task A_duplicate_goes_to_the_last_target_and_the_plan_says_why_the_other_was_left_out(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("A");
        await world.FinishAsync("A", 1, LegEnd.Busy, null, true);
        await world.FinishAsync("A", 2, LegEnd.Completed, 20, true);
        await world.EndAsync("A", 30);
        world.Guards = new() { Duplicates = new(Routing: DuplicateRouting.Original) };
        Assert.Equal("sip:second@example.com", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("B")).Destination.Value);
        Assert.Contains("First[1,1] NotTheOriginal", await PlanAsync(world, "B"), StringComparison.Ordinal);
        // Who never reached anybody is routed as any call.
        Assert.Equal("+12025550111", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("C", "+16615550107")).Destination.Value);

        world.Targets[1] = world.Targets[1] with { Enabled = false };
        Assert.Equal(new CallAnswer.Reject(CallRejection.NoTarget), await world.ReceiveAsync("D"));
        world.Guards = new() { Duplicates = new(Routing: DuplicateRouting.Original, Strict: false) };
        Assert.Equal("+12025550111", Assert.IsType<CallAnswer.Dial>(await world.ReceiveAsync("E")).Destination.Value);
    }

    /// <summary>Random histories against a walk over a list: who is a duplicate, and who is turned away as a repeat.</summary>
    [Theory, EachDatabase]
    public async Task Random_histories_agree_with_a_plain_walk(Dialect dialect)
    {
        for (var seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            await using var world = await CallWorld.OpenAsync(dialect);
            world.Guards = new()
            {
                Duplicates = new((DuplicateOn)(seed % 3), seed % 3 == (int)DuplicateOn.CallLength ? 20 : 0, Anonymous: seed % 2 == 0),
                Spam = new(seed % 4 * 3, Anonymous: seed % 2 == 1),
            };
            List<(string? Caller, Instant At, bool Blocked, long? Seconds)> history = [];
            for (var i = 0; i < 14; i++)
            {
                world.Time.Advance(TimeSpan.FromSeconds(random.Next(5)));
                string?[] callers = [Caller, "+16615550107", null];
                var (caller, at) = (callers[random.Next(3)], world.Database.Now);
                var (duplicate, repeat) = Judge(world.Guards, history, caller, at);
                await world.ReceiveAsync($"A{i}", caller);
                var call = await world.FindAsync($"A{i}");
                Assert.Equal((seed, i, duplicate, repeat), (seed, i, call.Duplicate, call.BlockReason == BlockReason.RepeatedTooSoon));
                long? seconds = !repeat && random.Next(2) == 0 ? random.Next(18, 22) : null;
                if (seconds is { } talked)
                    await world.TalkAsync($"A{i}", talked);
                history.Add((caller, at, repeat, seconds));
            }
        }
    }

    private static (bool Duplicate, bool Repeat) Judge(
        CampaignGuards guards,
        List<(string? Caller, Instant At, bool Blocked, long? Seconds)> history,
        string? caller,
        Instant at
    )
    {
        var mine = history.Where(c => c.Caller == caller && !c.Blocked).ToList();
        var duplicate =
            (caller is not null || guards.Duplicates.Anonymous)
            && guards.Duplicates.On switch
            {
                DuplicateOn.Connected => mine.Exists(c => c.Seconds is not null),
                DuplicateOn.Incoming => mine.Count > 0,
                DuplicateOn.CallLength => mine.Exists(c => c.Seconds >= guards.Duplicates.Seconds),
                _ => throw new InvalidOperationException(),
            };
        var repeat =
            guards.Spam.Seconds > 0
            && (caller is not null || guards.Spam.Anonymous)
            && mine.Exists(c => at - c.At < TimeSpan.FromSeconds(guards.Spam.Seconds));
        return (duplicate, repeat);
    }

    private static RouteCandidate Candidate(string target) =>
        new(
            new Route(
                new("CR" + target),
                new("CA1"),
                new(target),
                1,
                1,
                new ConversionSetting(ConvertOn.Connected, 0, TimerStart.Connected, 0),
                true,
                default
            ),
            null,
            null,
            0
        );

    private static async Task<IReadOnlyList<bool>> DuplicatesAsync(CallWorld world, params string[] sids)
    {
        var found = new List<bool>();
        foreach (var sid in sids)
            found.Add((await world.FindAsync(sid)).Duplicate);
        return found;
    }

    private static async Task<string> PlanAsync(CallWorld world, string sid)
    {
        var call = await world.FindAsync(sid);
        return await world.Database.ReadAsync(c =>
            Dapper.SqlMapper.QueryFirstAsync<string>(
                c,
                "SELECT fields FROM call_events WHERE call_id = @Id AND name = 'CallPlanDetail' ORDER BY seq",
                new { call.Id }
            )
        );
    }
}
