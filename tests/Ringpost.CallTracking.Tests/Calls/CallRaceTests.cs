using Dapper;
using Ringpost.CallTracking.Calls;
using Ringpost.Storage;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.CallTracking.Tests.Calls;

public sealed class CallRaceTests
{
    [Theory, EachDatabase]
    public async Task Thirty_two_repeats_of_one_webhook_make_one_call(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        var book = world.Book();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => world.ReceiveAsync("A", book: book))));

        Assert.Single(answers.Distinct());
        Assert.Equal(
            (1, 1, 1),
            (await world.CountAsync("calls"), await world.CountAsync("call_legs"), await world.CountAsync("deliveries"))
        );
    }

    [Theory, EachDatabase]
    public async Task A_concurrency_cap_is_never_exceeded_by_thirty_two_callers(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 5 };
        var book = world.Book();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(i => Task.Run(() => world.ReceiveAsync($"A{i}", $"+1661555{1000 + i}", book)))
        );

        Assert.Equal(5, answers.Count(a => a is CallAnswer.Dial { Destination.Value: "+12025550111" }));
        Assert.Equal(27, answers.Count(a => a is CallAnswer.Dial { Leg: 1, Destination.Value: "sip:second@example.com" }));
        Assert.Equal(5, await world.CountAsync("call_slots"));
    }

    [Theory, EachDatabase]
    public async Task Each_webhook_of_a_call_on_two_nodes_at_once_and_in_any_order_is_one_call_with_its_money(Dialect dialect)
    {
        await using var world = await CallWorld.OpenAsync(dialect);
        world.Targets[0] = world.Targets[0] with { ConcurrencyCap = 8 };
        // SQLite has one node; there the two share its queue.
        await using var other = dialect == Dialect.Postgres ? world.OpenNode() : null;
        CallBook[] nodes = [world.Book(), world.Book(other ?? world.Database)];
        string[] calls = [.. Enumerable.Range(0, 8).Select(i => $"A{i}")];
        await Task.WhenAll(
            calls.SelectMany((sid, i) => nodes.Select(n => Task.Run(() => world.ReceiveAsync(sid, $"+1661555{1000 + i}", n))))
        );
        Assert.Equal(
            (8, 8, 8),
            (await world.CountAsync("calls"), await world.CountAsync("call_legs"), await world.CountAsync("call_slots"))
        );

        world.Time.Advance(TimeSpan.FromMinutes(2));
        await Task.WhenAll(calls.SelectMany(sid => nodes.SelectMany(n => Webhooks(n, sid))).Select(webhook => Task.Run(webhook)));

        Assert.Equal(
            (8, 8, 0),
            (await world.CountAsync("calls"), await world.CountAsync("call_legs"), await world.CountAsync("call_slots"))
        );
        foreach (var sid in calls)
        {
            var call = await world.FindAsync(sid);
            Assert.Equal(
                (CallState.Ended, 25_000_000, 10_000_000, 75L, 81L),
                (call.State, call.Revenue, call.Payout, call.ConnectedSeconds, call.CallSeconds)
            );
            Assert.Equal(
                ["completed", "connected", "converted", "finalized", "incoming", "payout"],
                (await world.PixelsAsync(sid)).Order(StringComparer.Ordinal)
            );
            var events = await world.EventsAsync(sid);
            Assert.Equal(events.Distinct(), events);
        }
    }

    [Theory, EachDatabase]
    public async Task A_recovered_call_waits_for_an_arrival_of_the_same_caller_and_sees_it(Dialect dialect)
    {
        const string Caller = "+16615550106";
        await using var world = await CallWorld.OpenAsync(dialect);
        await world.ReceiveAsync("earlier", "+16615550107");
        await world.TalkAsync("earlier", 75);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        Task<RecoverOutcome>? recovering = null;
        await world.Database.WriteAsync(
            WriteKeys.Of(CallRecord.CallerKeyOf(new CallCampaignId("CA1"), Caller)),
            async unit =>
            {
                using (ExecutionContext.SuppressFlow())
                    recovering ??= Task.Run(() => world.RecoverAsync("missed", Caller, 75));
                // On SQLite it waits for the unit itself.
                if (dialect == Dialect.Postgres)
                    await Eventually.TrueAsync(
                        async () => recovering.IsCompleted || await WaitingAsync(unit) > 0,
                        "the other waits for the caller, or is through"
                    );
                await unit.Connection.ExecuteAsync("UPDATE calls SET caller = @Caller WHERE carrier_call_id = 'earlier'", new { Caller });
            }
        );
        Assert.Equal(RecoverOutcome.Recovered, await recovering!);
        Assert.True((await world.FindAsync("missed")).Duplicate);
    }

    private static Task<long> WaitingAsync(WriteUnit unit) =>
        unit.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        );

    /// <summary>All that a carrier tells of a call of 75 seconds after it was answered with a dial.</summary>
    private static IEnumerable<Func<Task>> Webhooks(CallBook node, string sid)
    {
        foreach (
            var (step, sequence, second, end, seconds) in new (LegProgressStep, int, int, LegEnd?, long?)[]
            {
                (LegProgressStep.Initiated, 0, 0, null, null),
                (LegProgressStep.Ringing, 1, 1, null, null),
                (LegProgressStep.Answered, 2, 5, null, null),
                (LegProgressStep.Ended, 3, 80, LegEnd.Completed, 75),
            }
        )
            yield return () =>
                new RecordLegProgress(node).RunAsync(
                    new(CallWorld.Carrier, sid, 1, new(step, sequence, CallWorld.At(second), end, seconds, "child-1"))
                );
        yield return () => new FinishLeg(node).RunAsync(new(CallWorld.Carrier, sid, 1, new(LegEnd.Completed, 75, false, null)));
        yield return () => new EndCall(node).RunAsync(new(CallWorld.Carrier, sid, 81, CallWorld.At(100)));
    }
}
