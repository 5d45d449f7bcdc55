using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Ringpost.Primitives;
using Ringpost.Storage.Waking;
using Ringpost.Testing;
using Xunit;

namespace Ringpost.Storage.Tests.Waking;

public sealed class WakeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_raise_wakes_all_who_wait_for_its_topic_and_no_other()
    {
        var wake = new Wake(new FakeTimeProvider());
        var waits = Enumerable.Range(0, 3).Select(_ => wake.WaitAsync("a", Long, CancellationToken.None)).ToList();
        var other = wake.WaitAsync("b", Long, CancellationToken.None);
        wake.Raise("a");
        await Task.WhenAll(waits);
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task A_raise_that_nobody_waited_for_wakes_the_next_once()
    {
        var wake = new Wake(new FakeTimeProvider());
        wake.Raise("a");
        wake.Raise("a");
        await wake.WaitAsync("a", Long, CancellationToken.None);
        Assert.False(wake.WaitAsync("a", Long, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public async Task A_wait_ends_by_itself_and_with_its_token()
    {
        var time = new FakeTimeProvider();
        var wake = new Wake(time);
        var wait = wake.WaitAsync("a", TimeSpan.FromSeconds(1), CancellationToken.None);
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await wait;

        using var stop = new CancellationTokenSource();
        var stopped = wake.WaitAsync("a", Long, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    [Theory, EachDatabase]
    public async Task A_raise_on_one_node_wakes_another_on_PostgreSQL_and_needs_no_worker_on_SQLite(Dialect dialect)
    {
        await using var test = await TestDatabase.OpenAsync(dialect, TimeProvider.System);
        var (one, two) = (new Wake(TimeProvider.System), new Wake(TimeProvider.System));
        using var first = Worker(test, one);
        using var second = Worker(test, two);
        await first.StartAsync(CancellationToken.None);
        await second.StartAsync(CancellationToken.None);
        if (dialect == Dialect.Sqlite)
        {
            await first.ExecuteTask!;
            return;
        }

        // Raised again and again, as one raised before the other listens is lost.
        var heard = two.WaitAsync("a", Long, CancellationToken.None);
        await Eventually.TrueAsync(
            () =>
            {
                one.Raise("a");
                return heard.IsCompleted;
            },
            "the other node hears"
        );

        await first.StopAsync(CancellationToken.None);
        await second.StopAsync(CancellationToken.None);
    }

    private static WakeWorker Worker(TestDatabase test, Wake wake) =>
        new(test.Database, wake, new Identifiers(TimeProvider.System), TimeProvider.System, NullLogger<WakeWorker>.Instance);
}
