using Dapper;
using Ringpost.Primitives;
using Ringpost.Storage.Once;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Writing;

/// <summary>Every way to check and then write, raced by 32 callers from two nodes.</summary>
public sealed class RaceTests
{
    private const int Callers = 32;

    [Theory, EachDatabase]
    public async Task Of_equal_inserts_one_is_new(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        for (var round = 0; round < 10; round++)
        {
            var id = $"{round}";
            var outcomes = await race.RunAsync(d =>
                d.WriteAsync(
                    WriteKeys.None,
                    async unit =>
                        await unit.Connection.ExecuteAsync(
                            "INSERT INTO things (id, value) VALUES (@id, '') ON CONFLICT (id) DO NOTHING",
                            new { id }
                        ) == 1
                )
            );
            Assert.Single(outcomes, won => won);
        }
    }

    [Theory, EachDatabase]
    public async Task A_cap_of_five_lets_five_through(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        for (var round = 0; round < 5; round++)
        {
            var name = $"{round}";
            await race.Database.WriteAsync(
                WriteKeys.None,
                unit => unit.Connection.ExecuteAsync("INSERT INTO caps (name, used, cap) VALUES (@name, 0, 5)", new { name })
            );
            var outcomes = await race.RunAsync(d =>
                d.WriteAsync(
                    WriteKeys.None,
                    async unit =>
                        await unit.Connection.ExecuteAsync(
                            "UPDATE caps SET used = used + 1 WHERE name = @name AND used < cap",
                            new { name }
                        ) == 1
                )
            );
            Assert.Equal(5, outcomes.Count(won => won));
        }
    }

    [Theory, EachDatabase]
    public async Task Units_that_share_a_key_never_interleave(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        await race.Database.WriteAsync("counter");
        await race.RunAsync(d =>
            d.WriteAsync(
                WriteKeys.Of("counter:1"),
                async unit =>
                {
                    var value = await ThingsSql.FindAsync(unit.Connection, "counter");
                    await Task.Yield();
                    await unit.Connection.ExecuteAsync(
                        "UPDATE things SET value = @value WHERE id = 'counter'",
                        new { value = value + "x" }
                    );
                }
            )
        );
        Assert.Equal(new string('x', Callers), await race.Database.ReadAsync(c => ThingsSql.FindAsync(c, "counter")));
    }

    [Theory, EachDatabase]
    public async Task Keys_named_in_any_order_do_not_lock_each_other_out(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        string[] keys = ["a", "b", "c", "d"];
        var place = 0;
        var outcomes = await race.RunAsync(d =>
        {
            var turn = Interlocked.Increment(ref place);
            return d.WriteAsync(
                WriteKeys.Of([.. keys.Skip(turn % 4), .. keys.Take(turn % 4)]),
                unit => ThingsSql.InsertAsync(unit, $"{turn}")
            );
        });
        Assert.Equal(Callers, outcomes.Length);
        Assert.Equal(Callers, (await race.Database.IdsAsync()).Count);
    }

    [Theory, EachDatabase]
    public async Task Units_that_wait_for_each_others_rows_all_end_well(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        await race.Database.WriteAsync("a");
        await race.Database.WriteAsync("b");
        var place = 0;
        await race.RunAsync(
            d =>
            {
                // Rows in opposite orders: PostgreSQL finds deadlocks, and the units run again.
                string[] order = Interlocked.Increment(ref place) % 8 == 0 ? ["a", "b"] : ["b", "a"];
                return d.WriteAsync(
                    WriteKeys.None,
                    async unit =>
                    {
                        foreach (var id in order)
                        {
                            await unit.Connection.ExecuteAsync("UPDATE things SET value = value || 'x' WHERE id = @id", new { id });
                            await Task.Yield();
                        }
                    }
                );
            },
            callers: 8
        );
        Assert.Equal("xxxxxxxx", await race.Database.ReadAsync(c => ThingsSql.FindAsync(c, "a")));
        Assert.Equal("xxxxxxxx", await race.Database.ReadAsync(c => ThingsSql.FindAsync(c, "b")));
    }

    [Theory, EachDatabase]
    public async Task A_request_with_one_key_is_done_once(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        var actor = Actor.System with { Request = new OnceKey("system POST /x", "k", "hash") };
        var runs = 0;
        var answers = await race.RunAsync(d =>
            d.WriteOnceAsync<string>(
                actor,
                WriteKeys.None,
                async unit =>
                {
                    var run = $"{Interlocked.Increment(ref runs)}";
                    await ThingsSql.InsertAsync(unit, run);
                    return run;
                }
            )
        );
        var id = Assert.Single(await race.Database.IdsAsync());
        Assert.All(answers, answer => Assert.Equal(id, answer.Value));
    }

    [Theory, EachDatabase]
    public async Task A_timer_that_is_set_and_cancelled_at_once_is_there_once_or_not_at_all(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        var place = 0;
        await race.RunAsync(d =>
        {
            var turn = Interlocked.Increment(ref place);
            return d.WriteAsync(
                WriteKeys.None,
                unit =>
                    turn % 4 == 0
                        ? TimersSql.CancelAsync(unit, "kind", "key")
                        : TimersSql.SetAsync(unit, "kind", "key", new Instant(turn), $"{turn}")
            );
        });
        await race.Database.WriteAsync(WriteKeys.None, unit => TimersSql.SetAsync(unit, "kind", "key", new Instant(1000), "last"));
        var timers = await TimersSql.ListDueAsync(race.Database, ["kind"], 10);
        Assert.Equal(("last", 1000), (Assert.Single(timers).Payload, timers[0].DueAt.UnixMilliseconds));
    }

    [Theory, EachDatabase]
    public async Task A_lease_has_exactly_one_holder(Dialect dialect)
    {
        await using var race = await Race.OpenAsync(dialect);
        for (var round = 0; round < 5; round++)
        {
            var name = $"{round}";
            var outcomes = await race.RunAsync(d =>
                new Ringpost.Storage.Leases.Leases(d, new Identifiers(TimeProvider.System)).TryTakeAsync(name, TimeSpan.FromMinutes(1))
            );
            Assert.Single(outcomes, taken => taken);
        }
    }

    /// <summary>
    /// Two nodes on one PostgreSQL database. SQLite's file has one process in the product, but a second one (a command) may write beside it.
    /// </summary>
    private sealed class Race : IAsyncDisposable
    {
        private readonly TestDatabase _test;
        private readonly Database _second;

        private Race(TestDatabase test) => (_test, _second) = (test, TestDatabase.Open(test.Options, TimeProvider.System));

        public Database Database => _test.Database;

        public static async Task<Race> OpenAsync(Dialect dialect) => new(await ThingsSql.OpenAsync(dialect));

        public Task<T[]> RunAsync<T>(Func<Database, Task<T>> call, int callers = Callers) =>
            Task.WhenAll(Enumerable.Range(0, callers).Select(i => Task.Run(() => call(i % 2 == 0 ? Database : _second))));

        public Task<bool[]> RunAsync(Func<Database, Task> call, int callers = Callers) =>
            RunAsync(
                async d =>
                {
                    await call(d);
                    return true;
                },
                callers
            );

        public async ValueTask DisposeAsync()
        {
            await _second.DisposeAsync();
            await _test.DisposeAsync();
        }
    }
}
