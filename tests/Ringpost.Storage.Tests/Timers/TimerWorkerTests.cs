using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Storage.Crasher;
using Ringpost.Storage.Timers;
using Ringpost.Storage.Writing;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Timers;

public sealed class TimerWorkerTests
{
    private readonly FakeTimeProvider _time = new(
        DateTimeOffset.Parse("2026-01-31T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture)
    );

    [Theory, EachDatabase]
    public async Task A_due_timer_runs_once_with_what_it_was_set_with(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await SetAsync(test, "later", TimeSpan.FromSeconds(10));
        await SetAsync(test, "now", TimeSpan.Zero);
        await SetAsync(test, "cancelled", TimeSpan.Zero);
        await test.Database.WriteAsync(WriteKeys.None, unit => TimersSql.CancelAsync(unit, "write", "cancelled"));
        var worker = Worker(test.Database);

        Assert.Equal(1, await worker.RunDueAsync(CancellationToken.None));
        Assert.Equal(["now"], await test.Database.IdsAsync());
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(1, await worker.RunDueAsync(CancellationToken.None));
        Assert.Equal(0, await worker.RunDueAsync(CancellationToken.None));
        Assert.Equal(["later", "now"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task Setting_a_timer_again_moves_it(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await SetAsync(test, "a", TimeSpan.Zero);
        await SetAsync(test, "a", TimeSpan.FromMinutes(1));
        Assert.Equal(0, await Worker(test.Database).RunDueAsync(CancellationToken.None));
    }

    [Theory, EachDatabase]
    public async Task A_handler_that_fails_leaves_nothing_written_and_is_tried_again_later(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await SetAsync(test, "a", TimeSpan.Zero);
        var attempts = new List<long>();
        var worker = Worker(
            test.Database,
            timer =>
            {
                attempts.Add(timer.Attempts);
                if (attempts.Count < 3)
                    throw new FormatException();
            }
        );

        await worker.RunDueAsync(CancellationToken.None);
        Assert.Equal(0, await worker.RunDueAsync(CancellationToken.None));
        Assert.Empty(await test.Database.IdsAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        await worker.RunDueAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(5));
        await worker.RunDueAsync(CancellationToken.None);
        Assert.Equal([0, 1, 2], attempts);
        Assert.Equal(["a"], await test.Database.IdsAsync());
    }

    [Theory, EachDatabase]
    public async Task Two_nodes_run_each_timer_once(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await using var second = TestDatabase.Open(test.Options, _time);
        await test.Database.WriteAsync(
            WriteKeys.None,
            async unit =>
            {
                for (var i = 0; i < 100; i++)
                    await TimersSql.SetAsync(unit, "write", $"{i:000}", unit.Now, "");
            }
        );
        // A timer that ran twice would insert the same key twice, fail, and stay.
        await Task.WhenAll(Worker(test.Database).RunDueAsync(CancellationToken.None), Worker(second).RunDueAsync(CancellationToken.None));

        Assert.Equal(100, (await test.Database.IdsAsync()).Count);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await TimersSql.ListDueAsync(test.Database, ["write"], 10));
    }

    [Theory, EachDatabase]
    public async Task A_kind_that_this_node_does_not_know_is_left_to_others(Dialect dialect)
    {
        await using var test = await OpenAsync(dialect);
        await test.Database.WriteAsync(WriteKeys.None, unit => TimersSql.SetAsync(unit, "unknown", "a", unit.Now, ""));
        Assert.Equal(0, await Worker(test.Database).RunDueAsync(CancellationToken.None));
        Assert.Single(await TimersSql.ListDueAsync(test.Database, ["unknown"], 10));
    }

    private Task<TestDatabase> OpenAsync(Dialect dialect) => TestDatabase.OpenAsync(dialect, _time, Things.Schema);

    private static Task SetAsync(TestDatabase test, string key, TimeSpan after) =>
        test.Database.WriteAsync(WriteKeys.None, unit => TimersSql.SetAsync(unit, "write", key, unit.Now + after, "payload"));

    private TimerWorker Worker(Database database, Action<DueTimer>? before = null)
    {
        var services = new ServiceCollection();
        services.AddTimer(
            "write",
            timer => WriteKeys.Of($"thing:{timer.Key}"),
            async (_, timer, unit) =>
            {
                await ThingsSql.InsertAsync(unit, timer.Key, timer.Payload);
                before?.Invoke(timer);
            }
        );
        var provider = services.BuildServiceProvider();
        return new TimerWorker(database, provider.GetServices<TimerHandler>(), provider, _time, NullLogger<TimerWorker>.Instance);
    }
}
